import type { Secret } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { invalid, required } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { binarySizes, validateKeys, validateLock, validateSize } from "./data.ts";

/** The keys that a type of Secret must have. */
const requiredKeys: Record<string, readonly string[]> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};

export function createSecretStrategy(): Strategy {
  return defineRules<Secret>({
    name: subdomainName,
    repeatsMetadata: true,
    setDefaults(secret) {
      secret.type ||= "Opaque";
      for (const [key, text] of Object.entries(secret.stringData ?? {})) {
        secret.data = { ...secret.data, [key]: Buffer.from(text).toString("base64") };
      }
      delete secret.stringData;
    },
    validate,
    validateUpdate: (secret, previous) => [
      ...immutable("type", secret.type, previous.type),
      ...validateLock(secret, previous),
      ...validate(secret),
    ],
  });
}

function validate(secret: Secret): Cause[] {
  const { data = {}, type = "" } = secret;
  return [
    ...validateKeys("data", data),
    ...validateSize("data", binarySizes(data)),
    ...validateAccount(secret),
    ...(requiredKeys[type] ?? []).flatMap((key) =>
      Object.hasOwn(data, key) ? validateJson(key, data[key] ?? "") : [required(`data[${key}]`)],
    ),
    ...(type === "kubernetes.io/basic-auth" && !("username" in data) && !("password" in data)
      ? [required("data[username]"), required("data[password]")]
      : []),
  ];
}

function validateAccount({ type, metadata }: Secret): Cause[] {
  const annotation = "kubernetes.io/service-account.name";
  if (type !== "kubernetes.io/service-account-token" || metadata?.annotations?.[annotation]) return [];
  return [required(`metadata.annotations[${annotation}]`)];
}

function validateJson(key: string, text: string): Cause[] {
  if (!key.startsWith(".docker")) return [];
  try {
    JSON.parse(Buffer.from(text, "base64").toString());
    return [];
  } catch (error) {
    return [
      invalid(`data[${key}]`, "<secret contents redacted>", error instanceof Error ? error.message : String(error)),
    ];
  }
}
