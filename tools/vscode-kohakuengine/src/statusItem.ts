// The item in the status bar.

import * as vscode from "vscode";
import { type ServerState, statusText } from "./serverState";

/** Shows what the server is doing; a click lists the commands. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "kogine.status",
    vscode.StatusBarAlignment.Right,
    50,
  );

  constructor() {
    this.item.name = "KohakuEngine";
    this.item.command = "kogine.showCommands";
    this.item.show();
  }

  show(state: ServerState): void {
    const { text, tooltip, isWarning } = statusText(state);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: tooltip };
    this.item.backgroundColor = isWarning
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}
