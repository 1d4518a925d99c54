// A language server for Python, as another extension has it: pyright.

import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(vscode.commands.registerCommand("neighbour.restart", restart));
  await start();
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}

async function restart(): Promise<void> {
  await start();
  void vscode.window.showInformationMessage("The neighbour has restarted.");
}

async function start(): Promise<void> {
  await client?.stop();
  const server = { module: process.env.TOUR_PYRIGHT ?? "", args: ["--stdio"] };
  client = new LanguageClient("neighbour", "Neighbour", server, {
    documentSelector: [{ language: "python", scheme: "file" }],
  });
  await client.start();
}
