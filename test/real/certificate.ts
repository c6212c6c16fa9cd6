import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from './servers.js';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where both lie; whoever asked for the certificate removes it. */
  readonly folder: string;
  /** What someone is given who shall trust it. */
  readonly certFile: string;
}

export function canCertify(): boolean {
  return isAvailable('openssl', spawnSync('openssl', ['version']).status === 0, 'install openssl');
}

/** An authority of one's own, and what it has signed: files in a folder that whoever asked removes. */
export interface Authority {
  readonly folder: string;
  readonly caFile: string;
  /** @param name what the certificate is for: a host's name or address */
  readonly sign: (name: string) => { readonly certFile: string; readonly keyFile: string };
}

const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function authority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-authority-'));
  const [caFile, caKey] = [join(folder, 'ca.pem'), join(folder, 'ca.key')];
  const openssl = (...args: string[]) =>
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...ecKey, ...args], { stdio: 'pipe', timeout: 20_000 });
  openssl('-subj', '/CN=an authority', '-keyout', caKey, '-out', caFile);
  return {
    folder,
    caFile,
    sign: (name) => {
      const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
      const alternative = /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
      const issuer = ['-CA', caFile, '-CAkey', caKey, '-addext', 'basicConstraints=critical,CA:FALSE'];
      openssl(
        ...issuer,
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=${alternative}`,
        '-keyout',
        keyFile,
        '-out',
        certFile,
      );
      return { certFile, keyFile };
    },
  };
}

/** A certificate of localhost, signed by its own key: nobody trusts it who is not told to. */
export function selfSigned(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-certificate-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const args = ['req', '-x509', '-days', '2', ...names, ...key, '-out', certFile];
  execFileSync('openssl', args, { stdio: 'pipe', timeout: 20_000 });
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), folder, certFile };
}
