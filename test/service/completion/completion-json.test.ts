/** Completion in values that are JSON, while typing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CompleteOptions, completeText, saidOf } from '../../support/complete.ts';

const X509 = '"qom-type":"tls-creds-x509"';
const TYPES = ['tls-creds-x509', 'authz-simple', 'tls-creds-psk', 'tls-creds-anon', 'authz-list'];
const KEYS = ['id', 'dir', 'endpoint', 'verify-peer', 'priority', 'passwordid', 'sanity-check'];

/** The first of what is offered at the cursor of each value of `-object`. */
const OFFERS: Readonly<Record<string, readonly string[]>> = {
  '{|}': ['qom-type', 'id'],
  '{"|}': ['qom-type', 'id'],
  '{"|"}': ['qom-type', 'id'],
  '{"qom-type":|}': TYPES,
  '{"qom-type":"tls|"}': TYPES,
  [`{${X509},|}`]: KEYS,
  [`{ ${X509} , "|" }`]: KEYS,
  [`{"|":"x",${X509}}`]: KEYS,
  [`{${X509},"id":"t","dir":"/x","|}`]: KEYS.slice(2),
  [`{${X509},"endpoint":"|"}`]: ['server', 'client'],
  [`{${X509},"verify-peer":|}`]: ['true', 'false'],
  [`{"rules":[{"match":"a"},"b"],"qom-type":"authz-list","|"}`]: ['id', 'policy'],
  [`{"qom-type":"authz-list","id":"a","policy":"deny",|}`]: ['rules'],
  '{"qom-type":"authz-list","rules":[{|}]}': ['match', 'policy', 'format'],
  '{"rules":[{"match":"a","|"}],"qom-type":"authz-list"}': ['policy', 'format'],
  '{"qom-type":"authz-list","rules":[{"policy":"|"}]}': ['allow', 'deny'],
  '{"qom-type":"authz-list","rules":[{"match":"a","format":|}]}': ['exact', 'glob'],
  '{"qom-type":"authz-list","rules":[|]}': [],
  '{"qom-type":"authz-list","other":[{"|"}]}': [],
  '{"qom-type":"authz-list","rules":{"|"}}': [],
  '{"rules":[{"|"}]}': [],
  [`{${X509},"verify-peer":"|"}`]: [],
  [`{${X509}|}`]: [],
  '{"qom-type"|:"secret"}': [],
};

/** What a key or value becomes, by how much of it is there. */
const ACCEPTED: readonly (readonly [before: string, label: string, after: string])[] = [
  ['{|}', 'qom-type', '{"qom-type":"tls-creds-x509"}'],
  ['{"qom|}', 'qom-type', '{"qom-type":"tls-creds-x509"}'],
  ['{"qom|"}', 'qom-type', '{"qom-type"}'],
  ['{"qom|":"secret"}', 'qom-type', '{"qom-type":"secret"}'],
  ['{qom|:"secret"}', 'qom-type', '{"qom-type":"secret"}'],
  [`{${X509},|}`, 'id', `{${X509},"id":"obj0"}`],
  [`{${X509},|}`, 'verify-peer', `{${X509},"verify-peer":true}`],
  [`{${X509},|}`, 'dir', `{${X509},"dir":}`],
  [
    '{"qom-type":"authz-list",|}',
    'rules',
    '{"qom-type":"authz-list","rules":[{"match":"CN=client","policy":"allow"}]}',
  ],
  ['{"qom-type":|}', 'secret', '{"qom-type":"secret"}'],
  ['{"qom-type":"se|}', 'secret', '{"qom-type":"secret"}'],
  ['{"qom-type":"se|cr"}', 'secret', '{"qom-type":"secret"}'],
];

describe('completion in JSON', () => {
  for (const [value, labels] of Object.entries(OFFERS)) {
    it(`offers what QEMU understands there: ${value}`, () => {
      const { labels: offered } = completeText(`kvm -object '${value}'\n`);
      assert.deepEqual(offered.slice(0, labels.length || 1), labels);
    });
  }

  for (const [before, label, after] of ACCEPTED) {
    it(`writes ${label} as much as it lacks: ${before}`, () => {
      const { accept } = completeText(`kvm -object '${before}'\n`);
      assert.equal(accept(label), `kvm -object '${after}'\n`);
    });
  }

  it('spells quotes for the place', () => {
    const inDouble = completeText('kvm -object "{\\"qom-type\\":|}"\n');
    assert.equal(inDouble.accept('secret'), 'kvm -object "{\\"qom-type\\":\\"secret\\"}"\n');
    const single = completeText(`kvm -object "{'qom|}"\n`);
    assert.equal(single.accept('qom-type'), `kvm -object "{'qom-type':'tls-creds-x509'}"\n`);
    const domain = (value: string) =>
      "<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>" +
      `<q:arg value='-object'/><q:arg value="${value}"/></q:commandline></domain>`;
    const options: CompleteOptions = { languageId: 'xml' };
    const inXml = completeText(domain('{&quot;qom-type&quot;:|}'), options);
    assert.equal(inXml.accept('secret'), domain('{&quot;qom-type&quot;:&quot;secret&quot;}'));
  });

  it('goes over several lines, and stops where a quote is missing', () => {
    const lines = `kvm -object '{\n  ${X509},\n  |\n}' -S\n`;
    assert.deepEqual(completeText(lines).labels, KEYS);
    assert.equal(completeText(lines).accept('id'), lines.replace('|', '"id":"obj0"'));
    const open = `kvm -object '{"qom-type":"se|\nls 'a'\n`;
    assert.equal(completeText(open).accept('secret'), open.replace('se|', 'secret"'));
  });

  it('offers the ids of other options', () => {
    const text = `kvm -chardev null,id=a -device '{"driver":"virtserialport","chardev":"|"}'\n`;
    assert.deepEqual(completeText(text).labels, ['a']);
    const daemon = `qemu-storage-daemon --chardev null,id=a --monitor '{"|}'\n`;
    assert.deepEqual(completeText(daemon).labels, ['chardev', 'mode', 'pretty']);
    const { accept } = completeText(daemon);
    assert.equal(accept('chardev'), daemon.replace('"|', '"chardev":"a"'));
  });

  it('is none to options that take no JSON', () => {
    assert.deepEqual(completeText(`kvm -display '{"|"}'\n`).labels, []);
    assert.ok(!completeText(`kvm -chardev '{"|"}'\n`).labels.includes('id'));
  });

  it('says what everything is', () => {
    const { item } = completeText(`kvm -object '{${X509},|}'\n`);
    const [first] = saidOf(item('verify-peer'));
    assert.equal(first, 'Whether the other end has to show a certificate of this authority');
    const rules = completeText(`kvm -object '{"qom-type":"authz-list","rules":[{"policy":|}]}'\n`);
    assert.deepEqual(saidOf(rules.item('allow')), ['Clients that match are admitted']);
  });
});
