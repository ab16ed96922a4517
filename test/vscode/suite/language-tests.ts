// One story, told in each of the languages: the extension wakes up, marks exactly the text
// that exposes the monitor, names the rule and links its page, and its preferred fix leaves
// exactly this text and no finding.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import {
  EXTENSION_ID,
  finding,
  findings,
  offeredFixes,
  openInEditor,
  preferredFix,
  ruleOf,
} from './workspace.ts';

interface Story {
  readonly file: string;
  readonly languageId: string;
  /** Where the finding starts, counted from zero as VS Code does. */
  readonly start: readonly [line: number, character: number];
  readonly covers: string;
  readonly rule: string;
  /** What the fix does to the file: the first text becomes the second, the rest stays. */
  readonly fix: readonly [before: string, after: string];
}

const STORIES: readonly Story[] = [
  {
    file: 'run.sh',
    languageId: 'shellscript',
    start: [2, 38],
    covers: '0.0.0.0',
    rule: 'monitor-on-network',
    fix: [
      'tcp:0.0.0.0:4444,server,nowait',
      '"unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server,nowait"',
    ],
  },
  {
    file: 'domain.xml',
    languageId: 'xml',
    start: [6, 25],
    covers: '0.0.0.0',
    rule: 'monitor-on-network',
    fix: ['tcp:0.0.0.0:4444', 'unix:/var/lib/libvirt/qemu/web-monitor.sock'],
  },
  {
    file: 'machine.qemu',
    languageId: 'qemu-config',
    start: [6, 10],
    covers: '0.0.0.0',
    rule: 'monitor-on-network',
    fix: ['  host = "0.0.0.0"\n  port = "4444"\n', '  path = "machine-monitor.sock"\n'],
  },
  {
    file: 'Makefile',
    languageId: 'makefile',
    start: [3, 22],
    covers: '0.0.0.0',
    rule: 'monitor-on-network',
    fix: [
      'tcp:0.0.0.0:$(PORT),server,nowait',
      '"unix:$${XDG_RUNTIME_DIR:-$$HOME}/folder-$(PORT)-monitor.sock,server,nowait"',
    ],
  },
  {
    file: 'launch.py',
    languageId: 'python',
    start: [8, 14],
    covers: '0.0.0.0',
    rule: 'monitor-on-network',
    fix: ['f"tcp:0.0.0.0:{port},server=on', 'f"unix:launch-{port}-qmp.sock,server=on'],
  },
];

export function registerLanguageTests(): void {
  for (const story of STORIES) {
    test(`${story.file}: opening it activates the extension`, async () => {
      const { document } = await openInEditor(story.file);
      assert.equal(document.languageId, story.languageId);
      await finding(document);
      assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
    });

    test(`${story.file}: the finding covers ${story.covers} and nothing else`, async () => {
      const { document } = await openInEditor(story.file);
      const { range } = await finding(document);
      assert.equal(document.getText(range), story.covers);
      assert.deepEqual([range.start.line, range.start.character], story.start);
    });

    test(`${story.file}: the finding names its source and rule and links the rule's page`, async () => {
      const { document } = await openInEditor(story.file);
      const diagnostic = await finding(document);
      assert.equal(diagnostic.source, 'Monitor Guard');
      assert.equal(ruleOf(diagnostic), story.rule);
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      const { code } = diagnostic;
      assert.ok(typeof code === 'object');
      assert.match(code.target.path, new RegExp(`/docs/rules/${story.rule}\\.md$`));
    });

    test(`${story.file}: the menu begins with a UNIX socket and ends with ignoring the finding`, async () => {
      const { document } = await openInEditor(story.file);
      const { range } = await finding(document);
      const actions = await offeredFixes(document, range);
      const titles = actions.map((action) => action.title);
      assert.match(titles[0] ?? '', /^Switch to a UNIX socket/);
      assert.equal(titles.at(-1), `Ignore ${story.rule} here…`);
      assert.equal(new Set(titles).size, titles.length, 'no two say the same');
      for (const action of actions) assert.equal(action.kind?.value, 'quickfix');
    });

    test(`${story.file}: the preferred fix leaves exactly the safe text and no finding`, async () => {
      const { document } = await openInEditor(story.file);
      const before = document.getText();
      const [from, to] = story.fix;
      assert.equal(before.split(from).length, 2, 'the fixture holds the text to be fixed once');
      const { range } = await finding(document);
      const { edit } = await preferredFix(document, range);
      assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
      assert.equal(
        document.getText(),
        before.replace(from, () => to),
      );
      await findings(document, 0);
    });

    test(`${story.file}: one undo takes the whole fix back`, async () => {
      const { document } = await openInEditor(story.file);
      const [from, to] = story.fix;
      const fixed = document.getText();
      assert.ok(fixed.includes(to));
      await vscode.commands.executeCommand('undo');
      assert.equal(
        document.getText(),
        fixed.replace(to, () => from),
      );
      await finding(document);
      await vscode.commands.executeCommand('redo');
      assert.equal(document.getText(), fixed);
      await findings(document, 0);
      assert.ok(await document.save());
    });
  }
}
