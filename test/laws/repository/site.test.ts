/** The site has a page for each rule, where links of this version lead, and no link of it is broken. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { writeSite } from '../../../scripts/site.ts';
import { ROOT } from '../../../scripts/toolchain.mjs';
import { rules } from '../../../server/src/rules/index.ts';
import {
  docPageUrl,
  PROJECT_URL,
  rulePageUrl,
} from '../../../server/src/service/project-address.ts';
import { makeFolder } from '../../protocol/workspace-folder.ts';
import { readManifest } from '../../support/repository.ts';

const TAG = `v${readManifest().version}`;

function made(t: TestContext): string {
  const folder = makeFolder(t).path('site');
  writeSite(ROOT, join(folder, TAG));
  return folder;
}

describe('the site', () => {
  it('has a page for each rule, and for the file of settings, where links of this version lead', (t) => {
    const folder = made(t);
    const addresses = [...rules.map(({ id }) => rulePageUrl(id)), docPageUrl('workspace-file')];
    for (const address of addresses) {
      const [, path = ''] =
        /^https:\/\/qemu-monitor-guard\.github\.io\/qemu-monitor-guard\/(.*)$/.exec(address) ??
        assert.fail(address);
      assert.ok(path.startsWith(`${TAG}/`), address);
      assert.match(readFileSync(join(folder, path), 'utf8'), /<h1 id="/, address);
    }
  });

  it('has no link that leads nowhere', (t) => {
    const folder = made(t);
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.html'),
    );
    assert.ok(pages.length > rules.length);
    const broken = pages.flatMap((page) => {
      const html = readFileSync(join(folder, page), 'utf8');
      return [...html.matchAll(/ (?:href|src)="([^"]+)"/g)]
        .map(([, target = '']) => target)
        .filter((target) => !leads(folder, page, html, target))
        .map((target) => `${page}: ${target}`);
    });
    assert.deepEqual(broken, []);
  });
});

function leads(folder: string, page: string, html: string, target: string): boolean {
  const inRepository = `${PROJECT_URL}/blob/`;
  if (target.startsWith(inRepository)) {
    const [tag, ...path] = target.slice(inRepository.length).split('/');
    return tag === TAG && existsSync(join(ROOT, ...path));
  }
  if (/^(?:https:|mailto:)/.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const file = join(folder, path === '' ? page : join(dirname(page), path));
  if (!existsSync(file)) return false;
  return (
    anchor === undefined ||
    (path === '' ? html : readFileSync(file, 'utf8')).includes(` id="${anchor}"`)
  );
}
