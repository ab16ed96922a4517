import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { namedDocuments } from '../../server/src/workspace/named-documents.ts';

it('counts what is open of a file or folder as gone from its deletion until it is there again or typed in', () => {
  const names = namedDocuments();
  const document = TextDocument.create('file:///w/a/vm.cfg', 'qemu-config', 1, '[mon]\n');
  names.opened(document);
  assert.equal(names.deleted('/w/a', true), true);
  assert.equal(names.openText('/w/a/vm.cfg'), undefined);
  assert.equal(names.deleted('/w/a/vm.cfg', true), false, 'it is gone already');
  assert.equal(names.deleted('/w/a', false), true);
  assert.equal(names.openText('/w/a/vm.cfg'), '[mon]\n');
  assert.equal(names.deleted('/w/a/vm', true), false, 'a name that only begins alike');
  assert.equal(names.deleted('/w/a/vm.cfg', true), true);
  TextDocument.update(document, [{ text: '[chardev]\n' }], 2);
  assert.equal(names.openText('/w/a/vm.cfg'), '[chardev]\n');
});
