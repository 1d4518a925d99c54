// Python on PATH.

import { accessSync, constants, statSync } from "node:fs";
import * as path from "node:path";

const names: Partial<Record<NodeJS.Platform, readonly string[]>> = { win32: ["python.exe", "py.exe"] };

/**
 * Find the first `python3` or `python` on PATH.
 *
 * Relative folders are passed over: in a terminal they would be folders of the workspace, whose files nobody has asked for.
 *
 * @param searchPath The value of PATH.
 * @param platform Whose names of executables to look for.
 */
export function findOnPath(
  searchPath: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const name of names[platform] ?? ["python3", "python"]) {
    const found = folders.map((folder) => path.join(folder, name)).find(isExecutable);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Whether a path is a file that may be started; an empty one is Windows' link to its store. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    const status = statSync(file);
    return status.isFile() && status.size > 0;
  } catch {
    return false;
  }
}
