/** The four first steps: what they show is there, and the samples have what the steps say of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { analyzeText, fixesOf, shownIn } from '../../support/check.ts';
import {
  filesBelow,
  isInRepository,
  readManifest,
  readRepositoryFile,
} from '../../support/repository.ts';

const [walkthrough, ...others] = readManifest().contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];
const texts: Readonly<Record<string, string>> = JSON.parse(readRepositoryFile('package.nls.json'));

describe('the walkthrough', () => {
  it('has four steps, each of which can be completed', () => {
    assert.deepEqual(others, []);
    const ids = steps.map(({ id }) => id);
    assert.deepEqual(ids, ['sample', 'fix', 'review', 'agree']);
    for (const { id, completionEvents } of steps) assert.ok(completionEvents.length > 0, id);
  });

  it('has a picture for each step, in the colours of the theme and with words for who does not see it', () => {
    for (const { id, media } of steps) {
      assert.ok(isInRepository(media.svg), media.svg);
      const picture = readRepositoryFile(media.svg);
      // A colour of its own is only what stands in for one that a theme does not have.
      const colours = picture
        .replace(/var\(--vscode-[\w-]+(?:, [^()]*)?\)/g, '')
        .match(/#[\da-f]{3,6}\b/gi);
      assert.equal(colours?.filter((it) => it !== '#888') ?? '', '', id);
      // VS Code takes styles out of a picture, and what hangs on them is black.
      assert.doesNotMatch(picture, /<style|style=|class=/);
      assert.match(picture, /<title>[^<]+<\/title>/);
      assert.ok((texts[media.altText.slice(1, -1)] ?? '').length > 20, id);
    }
  });

  it('links the command that completes a step', () => {
    for (const { id, description, completionEvents } of steps) {
      const text = texts[description.slice(1, -1)] ?? '';
      for (const event of completionEvents) {
        const command = /^onCommand:(.*)$/.exec(event)?.[1];
        if (command !== undefined)
          assert.ok(text.includes(`(command:${command}`), `${id}: ${command}`);
      }
    }
  });
});

const LANGUAGES: Readonly<Record<string, string>> = {
  'domain.xml': 'xml',
  'machine.qemu': 'qemu-config',
  'start-vm.sh': 'shellscript',
};

describe('the samples', () => {
  for (const file of filesBelow('walkthrough/samples')) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const options = { languageId: LANGUAGES[name] ?? '', path: 'Untitled-1' };
    const text = readRepositoryFile(file);

    it(`${name} has one finding, whose first fix takes it away and leaves no client behind`, () => {
      const analysis = analyzeText(text, options);
      const [finding, ...more] = analysis.findings;
      assert.ok(finding);
      assert.deepEqual(more, []);
      assert.equal(finding.rule, 'monitor-on-network');
      const [fix] = fixesOf(analysis, finding, options);
      assert.match(fix?.title ?? '', /^Switch to a UNIX socket/);
      assert.equal(fix?.safety, 'safe');
      const fixed = applyEdits(text, fix.edits) ?? assert.fail('the edits overlap');
      assert.deepEqual(shownIn(fixed, options), []);
    });
  }

  it('of a script has a client that goes along', () => {
    const options = { languageId: 'shellscript', path: 'Untitled-1' };
    const analysis = analyzeText(readRepositoryFile('walkthrough/samples/start-vm.sh'), options);
    const [finding] = analysis.findings;
    const [fix] = finding ? fixesOf(analysis, finding, options) : [];
    assert.equal(fix?.title, 'Switch to a UNIX socket and update 1 client');
  });
});
