/** What package.json says of settings and steps to people is whole, in order and in their language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInRepository, readManifest, readSettingSchemas } from '../../support/repository.ts';

const manifest = readManifest();
const schemas = Object.entries(readSettingSchemas());
/** The settings of the window, of which folders cannot have their own. */
const OF_THE_WINDOW = /\.trace/;

describe('the settings', () => {
  it('can differ from folder to folder, but for what is the window’s', () => {
    const wrong = schemas.filter(
      ([name, { scope }]) => scope !== (OF_THE_WINDOW.test(name) ? 'window' : 'resource'),
    );
    assert.deepEqual(
      wrong.map(([name]) => name),
      [],
    );
  });

  it('have a type, a default of that type, a description and a place in their group', () => {
    for (const [name, { type, default: value, markdownDescription, order }] of schemas) {
      assert.equal(typeOf(value), type, name);
      assert.match(markdownDescription, /^%[\w.-]+%$/, name);
      assert.equal(typeof order, 'number', name);
    }
  });

  it('say of each value to choose from what it does', () => {
    for (const [name, schema] of schemas) {
      assert.equal(schema.enumDescriptions?.length, schema.enum?.length, name);
      if (schema.enum) assert.ok(schema.enum.includes(String(schema.default)), name);
    }
  });

  it('are in groups with titles, no two settings of one at the same place', () => {
    for (const { title, properties } of manifest.contributes.configuration) {
      assert.match(title, /^%[\w.-]+%$/);
      const orders = Object.values(properties).map(({ order }) => order);
      assert.equal(new Set(orders).size, orders.length, title);
    }
  });
});

/** As JSON schemas call it. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

describe('the schema of the workspace file', () => {
  it('is where package.json says', () => {
    for (const { url } of manifest.contributes.jsonValidation) {
      assert.ok(isInRepository(url.replace('./', '')), url);
    }
  });
});
