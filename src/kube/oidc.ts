import { CliError } from "../errors.ts";
import type { OidcConfig } from "../kubeconfig/cluster-config.ts";
import type { Authenticator } from "./auth.ts";
import type { ExecWorld } from "./exec-plugin.ts";

export function oidcAuthenticator(_oidc: OidcConfig, _world: ExecWorld): Authenticator {
  throw new CliError("oidc");
}
