// The tree of scripts: each with its configs and what can be set in it.

import * as vscode from "vscode";
import type { ScriptIndex } from "./scriptIndex";
import { childrenOf, rootsOf, type TreeNode } from "./treeNode";

export class ScriptTree implements vscode.TreeDataProvider<TreeNode> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(private readonly index: ScriptIndex) {
    this.onDidChangeTreeData = index.onChange;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return node ? childrenOf(node) : rootsOf(await this.index.scripts());
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, collapsible(node));
    item.id = node.id;
    item.description = node.description;
    item.contextValue = node.kind;
    item.iconPath = new vscode.ThemeIcon(node.icon);
    if (node.kind === "script") {
      // For the colour of its problems.
      item.resourceUri = vscode.Uri.parse(node.uri);
    }
    item.tooltip = node.doc === undefined ? undefined : new vscode.MarkdownString(node.doc);
    item.command = openCommand(node);
    return item;
  }
}

function collapsible(node: TreeNode): vscode.TreeItemCollapsibleState {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  return childrenOf(node).length > 0 ? Collapsed : None;
}

/** A click goes to the line. */
function openCommand({ uri, range }: TreeNode): vscode.Command {
  const { start, end } = range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  return { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(uri), { selection }] };
}
