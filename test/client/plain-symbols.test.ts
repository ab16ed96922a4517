/** Names of symbols as VS Code shows them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepDollars } from '../../client/src/server/plain-symbols.ts';

/** What VS Code takes for an icon in a label. */
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

test('a make variable in a name is no icon to VS Code, at any depth', () => {
  const inner = { name: '-monitor $(MONITOR)', detail: 'tcp' };
  const outer = { name: 'qemu-system-$(ARCH)', detail: '$(QEMU)', children: [inner] };
  keepDollars([outer]);
  for (const text of [outer.name, outer.detail, inner.name]) assert.doesNotMatch(text, ICON);
  assert.equal(outer.name.replace('\u2060', ''), 'qemu-system-$(ARCH)');
  assert.equal(inner.detail, 'tcp');
});
