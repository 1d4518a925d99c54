// The commands that start `kogine` in a terminal.

import * as vscode from "vscode";
import { inspectLine, installLine, runLine, runsLine } from "./commandLine";
import type { Interpreter } from "./interpreter";
import type { LanguageServer } from "./languageServer";
import type { RunRequest } from "./protocol";
import type { ScriptIndex } from "./scriptIndex";
import { folderOf, type Origin, pickConfig, targetOf, targetOfRequest } from "./target";
import { runInTerminal } from "./terminalTask";

export class RunCommands {
  constructor(
    private readonly server: LanguageServer,
    private readonly index: ScriptIndex,
  ) {}

  /** Run what a code lens stands above. */
  async run(request: RunRequest): Promise<void> {
    const { script, config } = targetOfRequest(request);
    await this.runScript(script, config);
  }

  async runWithConfig(origin: Origin): Promise<void> {
    const target = await targetOf(origin, this.index);
    const config = target && (target.config ?? (await pickConfig(target.script, this.index)));
    if (target && config !== undefined) {
      await this.runScript(target.script, config);
    }
  }

  /** Show what can be set in a script; where it is asked for in a config, beside what that sets. */
  async inspect(origin: Origin): Promise<void> {
    const target = await targetOf(origin, this.index);
    const python = target && this.python();
    if (target && python) {
      const configs = target.config ? [target.config.fsPath] : [];
      await runInTerminal(inspectLine(python, target.script.fsPath, configs, folderOf(target.script)));
    }
  }

  /** Of a script in the tree its own runs, else all. */
  async showRuns(origin: Origin): Promise<void> {
    const script = origin && "kind" in origin ? vscode.Uri.parse(origin.script.uri) : undefined;
    const near = script ?? vscode.window.activeTextEditor?.document.uri;
    const first = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const python = this.python();
    if (python) {
      await runInTerminal(runsLine(python, script?.fsPath, near?.scheme === "file" ? folderOf(near) : first));
    }
  }

  /** Install the tooling into the chosen Python; the server starts when it is there. */
  async installTooling(): Promise<void> {
    const python = this.python();
    if (python && (await runInTerminal(installLine(python, this.server.isOutdated))) === 0) {
      await this.server.restart();
    }
  }

  private async runScript(script: vscode.Uri, config: vscode.Uri | null): Promise<void> {
    const python = this.python();
    if (!python || !isTrusted()) {
      return;
    }
    await vscode.workspace.saveAll(false);
    await runInTerminal(runLine(python, script.fsPath, config?.fsPath, folderOf(script)));
  }

  private python(): Interpreter | undefined {
    if (!this.server.interpreter) {
      void vscode.commands.executeCommand("kogine.chooseInterpreter");
    }
    return this.server.interpreter;
  }
}

/** A code lens stands in workspaces that are not trusted, too. */
function isTrusted(): boolean {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage("KohakuEngine: scripts run in trusted workspaces only.");
  }
  return vscode.workspace.isTrusted;
}
