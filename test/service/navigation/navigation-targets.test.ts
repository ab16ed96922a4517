/** Where what stands at the cursor is defined and used. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  definitionsAt,
  idPlacesAt,
  linksIn,
} from '../../../server/src/service/navigation/targets.ts';
import { type Files, scene, shown } from '../../support/cursor.ts';

function definitions(fixture: string | Files, path?: string): readonly string[] {
  const { files, path: own, offset, analyses } = scene(fixture, path);
  return definitionsAt(own, offset, analyses).map(({ place }) => shown(files, place));
}

function places(fixture: string | Files, path?: string): readonly string[] {
  const { files, path: own, offset, analyses } = scene(fixture, path);
  return idPlacesAt(own, offset, analyses).map((place) => `${place.role} ${shown(files, place)}`);
}

describe('the definition', () => {
  const cases: Readonly<Record<string, readonly [fixture: string | Files, ...expected: string[]]>> =
    {
      'of the chardev that a monitor names is its id': [
        'kvm -chardev socket,id=m,path=/run/m,server=on -mon chardev=▮m',
        'run.sh: v socket,id=«m»',
      ],
      'of an id is itself': ['kvm -chardev stdio,id=▮m -mon m', 'run.sh: ev stdio,id=«m»'],
      'of a chardev is the first id of its option, which QEMU takes': [
        'kvm -chardev null,id=m,id=n -chardev null,id=n -mon ▮n',
        'run.sh: dev null,id=«n»',
      ],
      'of credentials is their object, which a chardev of the same name is not': [
        'kvm -object tls-creds-x509,id=t,dir=/e -chardev socket,id=t,tls-creds=▮t,host=h,port=1',
        'run.sh: eds-x509,id=«t»',
      ],
      'of a chardev behind a device string is its id': [
        'kvm -chardev stdio,id=m -serial chardev:▮m',
        'run.sh: ev stdio,id=«m»',
      ],
      'of a chardev behind a forward of the guest is its id': [
        'kvm -chardev stdio,id=m -netdev user,id=n,guestfwd=tcp:10.0.2.9:23-chardev:▮m',
        'run.sh: ev stdio,id=«m»',
      ],
      'of an id that QEMU makes up is the device string': [
        'kvm -monitor tcp::1,server -set chardev.▮compat_monitor0.host=127.0.0.1',
        'run.sh: vm -monitor «tcp::1,server»',
      ],
      'of an id in an array is found from a command that uses it': [
        'A=(-chardev stdio,id=m)\nkvm "${A[@]}" -mon ▮m',
        'run.sh: ev stdio,id=«m»',
      ],
      'of a variable is the text that it has': [
        'M=tcp::1,server\nkvm -monitor $▮M',
        'run.sh: M=«tcp::1,server»',
      ],
      'of a variable that another one brings in is where that is used': [
        'H=0.0.0.0\nM=tcp:$H:1,server\nkvm -monitor "▮$M"',
        'run.sh: M=«tcp:$H:1,server»',
      ],
      'of an id that a command prints is the option that has it, and no other text that is printed':
        ['kvm $(echo -chardev stdio,id=m -mon ▮m)', 'run.sh: ev stdio,id=«m»'],
      'of a variable in what a command prints is its own text': [
        'M=m\nkvm $(echo -chardev stdio,id=$▮M) -mon m',
        'run.sh: M=«m»',
      ],
      'of a variable with two values are both': [
        'if a; then M=stdio; else M=pty; fi\nkvm -monitor $M▮',
        'run.sh: f a; then M=«stdio»',
        'run.sh: dio; else M=«pty»',
      ],
      'of an id that a variable gives is where the option has the variable': [
        'ID=m\nkvm -chardev stdio,id=$ID -mon ▮m',
        'run.sh: ev stdio,id=«$ID»',
      ],
      'of an unknown id is found all the same': [
        'kvm -chardev stdio,id=$1 -mon chardev=▮$1',
        'run.sh: ev stdio,id=«$1»',
      ],
      'of a file is its beginning': [
        { '/w/run.sh': 'kvm -readconfig v▮m.qemu', '/w/vm.qemu': '[mon]\n' },
        'vm.qemu: «»',
      ],
      'of a script that is brought in is its beginning, however its path is put together': [
        { '/w/run.sh': '. "$(dirname "$0")/lib▮.sh"\n', '/w/lib.sh': 'true\n' },
        'lib.sh: «»',
      ],
      'of a chardev may be in a file that QEMU reads': [
        {
          '/w/run.sh': 'kvm -readconfig vm.qemu -mon ▮m',
          '/w/vm.qemu': '[chardev "m"]\n  backend = "stdio"\n',
        },
        'vm.qemu: [chardev "«m»',
      ],
      'of a chardev that a config file names may be in the command that reads it': [
        {
          '/w/run.sh': 'kvm -readconfig vm.qemu -chardev stdio,id=m',
          '/w/vm.qemu': '[mon]\n  chardev = "▮m"\n',
        },
        'run.sh: ev stdio,id=«m»',
      ],
      'of a variable may be in a file that is brought in': [
        { '/w/run.sh': '. ./lib.sh\nkvm -monitor $▮M', '/w/lib.sh': 'M=stdio\n' },
        'lib.sh: M=«stdio»',
      ],
      'of an unset variable is unknown': ['kvm -monitor $▮M'],
      'of what is no id is nothing': ['kvm -m ▮1G -monitor stdio'],
      'of what stands outside of QEMU is nothing': ['echo ▮m\nkvm -chardev stdio,id=m -mon m'],
      'of an id of another machine is not looked at': ['kvm -chardev stdio,id=m\nkvm -mon ▮m'],
    };
  for (const [title, [fixture, ...expected]] of Object.entries(cases)) {
    it(title, () => {
      assert.deepEqual(definitions(fixture), expected);
    });
  }

  it('is found in domain XML and in the sections of a config file', () => {
    const xml = `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>
<q:arg value='-chardev'/><q:arg value='stdio,id=m'/><q:arg value='-mon'/><q:arg value='chardev=▮m'/>
</q:commandline></domain>`;
    assert.deepEqual(definitions(xml, '/w/vm.xml'), ["vm.xml: e='stdio,id=«m»"]);
    const config = '[chardev "a"]\n  id = "m"\n  backend = "stdio"\n[mon]\n  chardev = "▮m"\n';
    assert.deepEqual(definitions(config, '/w/vm.qemu'), ['vm.qemu:   id = "«m»']);
  });
});

describe('the places of an id', () => {
  it('are all that mean it, through variables and arrays', () => {
    assert.deepEqual(
      places('ID=m\nA=(-mon chardev=▮m)\nkvm -chardev stdio,id=$ID "${A[@]}" -serial chardev:$ID'),
      [
        'definition run.sh: ID=«m»',
        'reference run.sh: mon chardev=«m»',
        'definition run.sh: ev stdio,id=«$ID»',
        'reference run.sh: ial chardev:«$ID»',
      ],
    );
  });

  it('are those of all machines that share its text', () => {
    assert.deepEqual(
      places('A=(-chardev stdio,id=m)\nkvm "${A[@]}" -mon ▮m\nkvm "${A[@]}" -qmp chardev:m'),
      [
        'definition run.sh: ev stdio,id=«m»',
        'reference run.sh: A[@]}" -mon «m»',
        'reference run.sh: qmp chardev:«m»',
      ],
    );
  });

  it('are in all files that are read together', () => {
    const files = {
      '/w/a.sh': '. ./lib.sh\nkvm $OPTS -mon m\n',
      '/w/b.sh': '. ./lib.sh\nkvm $OPTS -serial chardev:m\n',
      '/w/lib.sh': 'OPTS="-chardev stdio,id=▮m"\n',
    };
    assert.deepEqual(places(files), [
      'reference a.sh:  $OPTS -mon «m»',
      'reference b.sh: ial chardev:«m»',
      'definition lib.sh: ev stdio,id=«m»',
    ]);
  });

  it('do not include a chardev, an object and a monitor of the same name', () => {
    const text = 'kvm -chardev stdio,id=m -object secret,id=m,data=x -mon id=▮m,chardev=m';
    assert.deepEqual(places(text), ['definition run.sh: a=x -mon id=«m»']);
  });

  it('include the changes of -set, also for an id that QEMU makes up', () => {
    const text = 'kvm -monitor stdio -set chardev.▮compat_monitor0.mux=on';
    assert.deepEqual(places(text), ['reference run.sh: set chardev.«compat_monitor0»']);
  });

  it('include the chardevs of filters, muxes and hubs', () => {
    const text =
      'kvm -chardev stdio,id=▮m -chardev mux,id=x,chardev=m -chardev hub,id=h,chardevs.0=m -object filter-mirror,id=f,netdev=n,queue=tx,outdev=m';
    assert.equal(places(text).length, 4);
  });
});

it('the links of a file are the names of files that were found', () => {
  const files = {
    '/w/run.sh': '▮. ./lib.sh\n. ./gone.sh\nC=vm.qemu\nkvm -readconfig "$C" -readconfig /etc/x\n',
    '/w/lib.sh': 'M=stdio\n',
    '/w/vm.qemu': '[mon]\n',
  };
  const { path, analyses, files: texts } = scene(files);
  const links = linksIn(path, analyses).map(
    ({ at, path: to }) => `${texts[path]?.slice(at.start, at.end)} ${to}`,
  );
  assert.deepEqual(links, ['./lib.sh /w/lib.sh', '$C /w/vm.qemu']);
});
