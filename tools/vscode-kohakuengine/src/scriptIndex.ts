// The scripts of the workspace, as the language server last told them.

import * as vscode from "vscode";
import type { LanguageServer } from "./languageServer";
import { type Script, scriptsRequest } from "./protocol";

/** Asks the server when somebody wants to know, once for all that ask before something changes. */
export class ScriptIndex implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  private asked: Promise<readonly Script[]> | undefined;

  readonly onChange = this.change.event;

  constructor(private readonly server: LanguageServer) {
    this.listening = server.onScripts(() => this.refresh());
  }

  refresh(): void {
    this.asked = undefined;
    this.change.fire();
  }

  scripts(): Promise<readonly Script[]> {
    this.asked ??= this.ask();
    return this.asked;
  }

  /** The script that a file is. */
  async scriptAt(uri: vscode.Uri): Promise<Script | undefined> {
    return (await this.scripts()).find((script) => isSameFile(script.uri, uri));
  }

  /** The scripts that a file is a config of. */
  async scriptsOf(config: vscode.Uri): Promise<readonly Script[]> {
    return (await this.scripts()).filter((script) =>
      script.configs.some((one) => isSameFile(one.uri, config)),
    );
  }

  dispose(): void {
    this.listening.dispose();
    this.change.dispose();
  }

  private async ask(): Promise<readonly Script[]> {
    const client = this.server.client;
    try {
      return (await client?.sendRequest(scriptsRequest, {})) ?? [];
    } catch (error) {
      client?.warn("The scripts of the workspace are not known.", error, false);
      return [];
    }
  }
}

/** Servers and VS Code write the same URI with other characters escaped. */
function isSameFile(uri: string, other: vscode.Uri): boolean {
  return vscode.Uri.parse(uri).toString() === other.toString();
}
