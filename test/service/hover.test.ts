/** What a hover says about a monitor, and that it says nothing elsewhere. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hoverAt } from '../../server/src/service/hover.ts';
import { analyzeText, type CheckOptions } from '../support/check.ts';

/** The hover at the first place of `needle`, with the text it is about. */
function hover(text: string, needle: string, options: CheckOptions = {}) {
  const found = hoverAt(analyzeText(text, options), text.indexOf(needle) + 1);
  return found && { about: text.slice(found.at.start, found.at.end), markdown: found.markdown };
}

describe('a hover', () => {
  it('says what the monitor is, who can open it, and why', () => {
    assert.deepEqual(hover('kvm -qmp tcp:0.0.0.0:4444,server', '0.0.0.0'), {
      about: '0.0.0.0',
      markdown: [
        '**QMP monitor** on `tcp 0.0.0.0:4444`',
        'Who can open it: **anyone on the network**',
        '- 0.0.0.0 means every network interface\n- Without TLS nobody is asked who they are',
      ].join('\n\n'),
    });
  });

  it('answers on the option, the chardev and the reference between them', () => {
    const text = 'kvm -chardev socket,id=m0,path=/run/vm/m.sock,server=on -mon chardev=m0';
    for (const needle of ['-chardev', 'id=m0', 'path=', '-mon', 'm0\n']) {
      const found = hover(`${text}\n`, needle === 'm0\n' ? 'm0\n' : needle);
      assert.match(found?.markdown ?? '', /HMP monitor\*\* on `unix \/run\/vm\/m\.sock`/);
      assert.match(found?.markdown ?? '', /Who can open it: \*\*only this user\*\*/);
    }
  });

  const audiences: Readonly<Record<string, string>> = {
    'tcp:localhost:1,server': 'anyone on this host',
    'tcp:$HOST:1,server': 'anyone on the network',
    'udp:10.0.0.1:5': 'anyone on the network',
    'unix:/tmp/m,server': 'any user who may write that directory',
    'unix:/run/m,server,abstract=on': 'anyone on this host',
    'unix:m,server': 'only this user',
    pty: 'only this user',
    stdio: 'only this user',
    null: 'nobody',
    $MON: 'cannot be known from this file',
  };
  for (const [device, audience] of Object.entries(audiences)) {
    it(`says that ${audience} can open ${device}`, () => {
      const { markdown = '' } = hover(`kvm -monitor ${device}`, '-monitor') ?? {};
      assert.ok(markdown.includes(`Who can open it: **${audience}**`), markdown);
    });
  }

  it('answers in domain XML and in config files', () => {
    const xml = `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>
<q:arg value='-monitor'/><q:arg value='tcp:h:1,server'/></q:commandline></domain>`;
    assert.match(hover(xml, 'tcp:h', { languageId: 'xml' })?.markdown ?? '', /listens at h,/);
    const config =
      '[chardev "m"]\nbackend = "socket"\nhost = "::1"\nport = "1"\nserver = "on"\n[mon]\nchardev = "m"\n';
    const found = hover(config, '::1', { languageId: 'qemu-config' });
    assert.match(found?.markdown ?? '', /::1 is this machine/);
  });

  it('keeps what the document says from being Markdown', () => {
    const { markdown = '' } = hover('kvm -monitor "tcp:[x](y):1,server"', '-monitor') ?? {};
    assert.doesNotMatch(markdown, /\]\(y\)/);
  });

  it('says nothing where no monitor is', () => {
    assert.equal(hover('kvm -serial tcp::1,server', '-serial'), undefined);
    assert.equal(hover('kvm -monitor stdio -m 1G', '-m 1G'), undefined);
  });
});
