// Whether a Python has the language server.

import { execFile } from "node:child_process";
import { type CommandLine, serverLine } from "./commandLine";
import type { Interpreter } from "./interpreter";

const timeoutMs = 30_000;

/** What a Python said when it was asked for the version of its language server. */
export type Tooling =
  | { readonly kind: "installed"; readonly version: string }
  /** Nothing of the tooling is there. */
  | { readonly kind: "missing" }
  /** The tooling is there, and older than its language server. */
  | { readonly kind: "outdated" }
  /** It did not start, or failed; `said` is what was printed. */
  | { readonly kind: "broken"; readonly said: string };

interface Answer {
  readonly isOk: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Ask a Python for the version of its language server.
 *
 * @param folder Where it starts. `python -m` puts that folder before all others, so it must hold no Python files:
 *   never one of the workspace.
 */
export async function checkTooling(python: Interpreter, folder: string): Promise<Tooling> {
  return readAnswer(await ask(serverLine(python, "--version"), folder));
}

/** Tell from what it printed. */
export function readAnswer({ isOk, stdout, stderr }: Answer): Tooling {
  if (isOk) {
    return { kind: "installed", version: stdout.trim() };
  }
  const absent = /No module named '?([\w.]+)'?/.exec(stderr)?.[1];
  if (absent === "kohakuengine_tooling") {
    return { kind: "missing" };
  }
  if (absent === "kohakuengine_tooling.server") {
    return { kind: "outdated" };
  }
  return { kind: "broken", said: stderr.trim() || stdout.trim() };
}

function ask({ program, args }: CommandLine, folder: string): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, timeout: timeoutMs }, (error, stdout, stderr) =>
      resolve({ isOk: !error, stdout, stderr: stderr || (error?.message ?? "") }),
    );
  });
}
