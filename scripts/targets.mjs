/** What standalone executables are made for: Bun's name of each target, and the npm package that holds its runtime. */
export const TARGETS = {
  "linux-x64": { bun: "bun-linux-x64", package: "@oven/bun-linux-x64" },
  "linux-arm64": { bun: "bun-linux-arm64", package: "@oven/bun-linux-aarch64" },
  "linux-x64-musl": { bun: "bun-linux-x64-musl", package: "@oven/bun-linux-x64-musl" },
  "linux-arm64-musl": { bun: "bun-linux-arm64-musl", package: "@oven/bun-linux-aarch64-musl" },
  "darwin-x64": { bun: "bun-darwin-x64", package: "@oven/bun-darwin-x64" },
  "darwin-arm64": { bun: "bun-darwin-arm64", package: "@oven/bun-darwin-aarch64" },
  "windows-x64": { bun: "bun-windows-x64", package: "@oven/bun-windows-x64" },
  "windows-arm64": { bun: "bun-windows-arm64", package: "@oven/bun-windows-aarch64" },
};

/** The target that this machine is. */
export function hereTarget() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const usesMusl = system === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return `${system}-${process.arch}${usesMusl ? "-musl" : ""}`;
}

/** The file name of a target's executable. */
export const standaloneName = (target) => `svcctl-${target}${target.startsWith("windows") ? ".exe" : ""}`;
