// What is said where the chosen Python has no language server.

import * as vscode from "vscode";
import { asText, installLine } from "./commandLine";
import type { Absence } from "./languageServer";

/** A message with the commands that its buttons carry out. */
interface Message {
  readonly text: string;
  readonly buttons: ReadonlyMap<string, string>;
}

const install = ["Install", "kogine.installTooling"] as const;
const choose = ["Choose Interpreter", "kogine.chooseInterpreter"] as const;
const output = ["Show Output", "kogine.showOutput"] as const;

/** Say it, and do what the user picks. */
export async function showAbsence(absence: Absence, log: vscode.LogOutputChannel): Promise<void> {
  const { text, buttons } = messageOf(absence);
  log.warn(text);
  if (absence.tooling?.kind === "broken") {
    log.error(absence.tooling.said);
  }
  const picked = await vscode.window.showWarningMessage(text, ...buttons.keys());
  const command = picked && buttons.get(picked);
  if (command) {
    await vscode.commands.executeCommand(command);
  }
}

function messageOf({ choice: { interpreter }, tooling }: Absence): Message {
  if (!interpreter || !tooling) {
    return {
      text: "KohakuEngine: no Python was found. Choose the one that runs your scripts.",
      buttons: new Map([choose]),
    };
  }
  const origin = `${interpreter.command} (named by ${interpreter.from})`;
  if (tooling.kind === "broken") {
    return {
      text: `KohakuEngine: the language server of ${origin} does not start. The output says why.`,
      buttons: new Map([output, choose]),
    };
  }
  const isOutdated = tooling.kind === "outdated";
  const what = isOutdated
    ? "has a kohakuengine-tooling without a language server"
    : "has no kohakuengine-tooling";
  return {
    text: `KohakuEngine: ${origin} ${what}. Install it: ${asText(installLine(interpreter, isOutdated))}`,
    buttons: new Map([install, choose]),
  };
}
