import type { Credentials } from "./certificates.ts";

const NAME = "svcctl-sandbox";

/** A kubeconfig for the sandbox at `url`, self-contained, with its data on one line each. */
export function kubeconfigText(url: string, { ca, client }: Credentials): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return `apiVersion: v1
kind: Config
clusters:
- name: ${NAME}
  cluster:
    certificate-authority-data: ${base64(ca)}
    server: ${url}
contexts:
- name: ${NAME}
  context:
    cluster: ${NAME}
    user: ${NAME}
current-context: ${NAME}
users:
- name: ${NAME}
  user:
    client-certificate-data: ${base64(client.cert)}
    client-key-data: ${base64(client.key)}
`;
}
