import type { KubeconfigCase } from "./kubeconfig/case.ts";
import { CHOICES } from "./kubeconfig/choices.ts";
import { CLUSTERS } from "./kubeconfig/clusters.ts";
import { LISTS, TEXTS } from "./kubeconfig/files.ts";
import { PLUGINS } from "./kubeconfig/plugins.ts";
import { PROXIES, PROXY_ENVIRONMENT } from "./kubeconfig/proxies.ts";
import { USERS } from "./kubeconfig/users.ts";

export const KUBECONFIG_CASES: readonly KubeconfigCase[] = [
  ...LISTS,
  ...TEXTS,
  ...CHOICES,
  ...CLUSTERS,
  ...PROXIES,
  ...PROXY_ENVIRONMENT,
  ...USERS,
  ...PLUGINS,
];
