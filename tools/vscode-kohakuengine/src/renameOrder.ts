// Renaming beside another language server for Python: ours is asked first.

import * as vscode from "vscode";
import type { LanguageServer } from "./languageServer";

/**
 * Keeps the provider of our server the youngest one.
 *
 * VS Code asks providers for one language from the youngest to the oldest, and the first answer counts. Another server
 * answers for any name, and would rename one of a config in that file alone; ours answers only where it knows the script.
 */
export class RenameOrder implements vscode.Disposable {
  private registration: vscode.Disposable | undefined;
  private readonly listening: vscode.Disposable;

  constructor(private readonly server: LanguageServer) {
    this.listening = vscode.Disposable.from(
      server.onState(() => this.renew()),
      vscode.window.onDidChangeActiveTextEditor(() => this.renew()),
      vscode.window.onDidChangeWindowState(() => this.renew()),
    );
  }

  dispose(): void {
    this.listening.dispose();
    this.registration?.dispose();
  }

  private renew(): void {
    this.registration?.dispose();
    const document = vscode.window.activeTextEditor?.document;
    const provider = document && this.server.client?.getFeature("textDocument/rename").getProvider(document);
    this.registration = provider && vscode.languages.registerRenameProvider({ language: "python" }, provider);
  }
}
