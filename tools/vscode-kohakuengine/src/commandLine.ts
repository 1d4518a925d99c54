// The command lines that the extension starts: words, never text for a shell.

import * as path from "node:path";
import type { Interpreter } from "./interpreter";

/** A program with its words, and where it starts. */
export interface CommandLine {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Undefined: where VS Code starts terminals. */
  readonly folder?: string | undefined;
}

/** Start the language server, or ask it for its version. */
export function serverLine(python: Interpreter, ...words: string[]): CommandLine {
  return line(python, "KohakuEngine language server", ["-m", "kohakuengine_tooling.server", ...words]);
}

/** @param upgrade Whether an older one is there that has no language server yet. */
export function installLine(python: Interpreter, upgrade: boolean): CommandLine {
  const words = ["-m", "pip", "install", ...(upgrade ? ["--upgrade"] : []), "kohakuengine-tooling"];
  return line(python, "Install kohakuengine-tooling", words);
}

/**
 * Run a script.
 *
 * @param script Absolute path.
 * @param config Absolute path; undefined runs the script as it is.
 * @param folder Where a user would type it; paths beneath it are written relative to it.
 */
export function runLine(
  python: Interpreter,
  script: string,
  config: string | undefined,
  folder: string,
): CommandLine {
  const words = ["run", relativeTo(folder, script)];
  if (config) {
    words.push("--config", relativeTo(folder, config));
  }
  return kogineLine(python, `Run ${path.basename(script)}`, words, folder);
}

/** Show what can be set in a script, and what configs set beside it. */
export function inspectLine(
  python: Interpreter,
  script: string,
  configs: readonly string[],
  folder: string,
): CommandLine {
  const compared = configs.flatMap((config) => ["--config", relativeTo(folder, config)]);
  return kogineLine(
    python,
    `Inspect ${path.basename(script)}`,
    ["inspect", relativeTo(folder, script), ...compared],
    folder,
  );
}

/** @param script Show its runs alone; undefined shows those of all. */
export function runsLine(
  python: Interpreter,
  script: string | undefined,
  folder: string | undefined,
): CommandLine {
  const those = script ? ["--script", script] : [];
  return kogineLine(python, "Runs", ["runs", "list", ...those], folder);
}

/** As a person would type it, for messages. */
export function asText({ program, args }: Pick<CommandLine, "program" | "args">): string {
  return [program, ...args]
    .map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(" ");
}

function kogineLine(
  python: Interpreter,
  title: string,
  words: readonly string[],
  folder: string | undefined,
): CommandLine {
  return { ...line(python, title, ["-m", "kohakuengine.cli", ...words]), folder };
}

function line(python: Interpreter, title: string, words: readonly string[]): CommandLine {
  return { title, program: python.command, args: [...python.args, ...words] };
}

/** A path as it is typed in a folder; one that would begin with a dash is no option. */
function relativeTo(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  if (relative.startsWith("..") || path.isAbsolute(relative)) {
    return file;
  }
  return relative.startsWith("-") ? `.${path.sep}${relative}` : relative;
}
