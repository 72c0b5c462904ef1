export interface SandboxOptions {
  nodes: number;
  /** 0: any free port. */
  port: number;
  /** Give addresses to Services of type LoadBalancer. */
  loadBalancer: boolean;
  /** Keeps the state in this file across restarts. */
  data?: string;
}

export interface SandboxStatus {
  running: boolean;
  pid?: number;
  server?: string;
  kubeconfig: string;
  startedAt?: string;
  options?: SandboxOptions;
  /** The process of the last sandbox, when it ended without being told to, and where its log is. */
  lost?: { pid: number; log: string };
}

/** The embedded cluster, from outside: a background process and its files under $XDG_STATE_HOME/svcctl. */
export interface SandboxControl {
  /** Starts the background process and resolves when it is ready; rejects when one runs or the port is taken. */
  start(options: SandboxOptions): Promise<SandboxStatus>;
  /** Serves in this process until `signal` aborts; `onReady` is called once requests are answered. */
  serve(options: SandboxOptions, signal: AbortSignal, onReady: (status: SandboxStatus) => void): Promise<void>;
  /** Resolves when nothing runs, with what was stopped: without `pid` when nothing ran. What was lost is forgotten. */
  stop(): Promise<SandboxStatus>;
  status(): Promise<SandboxStatus>;
  /** Forgets every object and starts anew, with the options it was started with. When that fails, the data file stays. */
  reset(): Promise<SandboxStatus>;
  /** The text of the sandbox's kubeconfig; rejects when no sandbox was ever started. */
  kubeconfig(): Promise<string>;
}
