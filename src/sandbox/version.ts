/** The Kubernetes version that the sandbox answers like. */
export const serverVersion = "v1.36.2";
