import { randomUUID } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";

import { CliError } from "../errors.ts";
import { fileReason } from "./file-reason.ts";

/**
 * Replaces a file's content at once: readers see the old or the new, never a part, whatever happens in between. Mode,
 * owner and links to the file are kept; a new file is for its owner's eyes alone.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const before = await stat(target).catch(() => undefined);
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      if (before) await keepOwnerAndMode(file, before);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw new CliError(`open ${path}: ${fileReason(thrown)}`, { cause: thrown });
  }
}

async function keepOwnerAndMode(file: FileHandle, { uid, gid, mode }: { uid: number; gid: number; mode: number }) {
  const own = await file.stat();
  // only root may give a file away; whoever else may write it owns it already
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => {});
  await file.chmod(mode & 0o777);
}
