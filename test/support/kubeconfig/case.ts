/**
 * A way to say which cluster is meant, and as whom. `$HTTPS`, `$HTTP`, `$PORT` (of $HTTPS), `$PROXY`, `$SOCKS`, `$CA`,
 * `$CERT`, `$KEY` (base64) and `$DIR` stand for what each run has of its own. A file that begins with "#!" is a program.
 */
export interface KubeconfigCase {
  situation: string;
  files: Record<string, string>;
  env?: Record<string, string>;
  args?: string;
}

export const TLS = "certificate-authority-data: $CA";
export const at = (path: string): string => `{server: $HTTPS/${path}, ${TLS}}`;
export const V1 = "apiVersion: client.authentication.k8s.io/v1";
export const V1BETA1 = `${V1}beta1`;

/** One context x of cluster c and user u. */
export const config = (cluster: string, user: string, context = ""): string =>
  `current-context: x
clusters: [{name: c, cluster: ${cluster}}]
contexts: [{name: x, context: {cluster: c, user: u${context}}}]
users: [{name: u, user: ${user}}]
`;

export const one = (situation: string, text: string, args = "", more: Partial<KubeconfigCase> = {}): KubeconfigCase => {
  const { files, ...rest } = more;
  return { situation, files: { config: text, ...files }, env: { KUBECONFIG: "$DIR/config" }, args, ...rest };
};

export const user = (situation: string, fields: string, args = "", more: Partial<KubeconfigCase> = {}) =>
  one(situation, config(at("c"), fields), args, more);

export const cluster = (situation: string, fields: string, args = "", more: Partial<KubeconfigCase> = {}) =>
  one(situation, config(fields, "{token: t}"), args, more);
