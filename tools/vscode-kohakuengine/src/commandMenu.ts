// What a click on the status bar offers.

import * as vscode from "vscode";

interface Choice extends vscode.QuickPickItem {
  readonly command?: string;
}

const choices: readonly Choice[] = [
  { label: "$(play) Run Script with Config...", command: "kogine.runWithConfig" },
  { label: "$(search) Inspect Script", command: "kogine.inspect" },
  { label: "$(history) Show Runs", command: "kogine.showRuns" },
  { label: "$(new-file) Create Config from Script", command: "kogine.createConfigFile" },
  { label: "", kind: vscode.QuickPickItemKind.Separator },
  { label: "$(debug-restart) Restart Language Server", command: "kogine.restart" },
  { label: "$(python) Choose Interpreter", command: "kogine.chooseInterpreter" },
  { label: "$(output) Show Output", command: "kogine.showOutput" },
];

export async function showCommandMenu(): Promise<void> {
  const picked = await vscode.window.showQuickPick(choices, { placeHolder: "KohakuEngine" });
  if (picked?.command) {
    await vscode.commands.executeCommand(picked.command);
  }
}
