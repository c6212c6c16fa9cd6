import { describe, expect, it } from 'vitest';
import { basicAuth, bearerToken, httpModule, probe, prometheusServer, scrapeJob, secret } from '../../src/index.js';
import { compiled } from './compiled.js';

const options = {
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  evaluationInterval: '30s',
  externalLabels: { replica: '${REPLICA}', region: 'eu' },
  dropFromAlerts: ['replica'],
  alertmanagers: { scheme: 'https', addresses: ['am-1:9093', 'am-2:9093'] },
  maxExemplars: 1_000,
  retention: '40d',
  externalUrl: 'https://prometheus.example.com',
  targetLabels: ['service'],
} as const;
const server = prometheusServer('prometheus', options);

const target = { address: 'api-1:9464', labels: { service: 'api' } };
const api = scrapeJob('api', { targets: [target] });
const ready = httpModule('ready', { timeout: '5s' });
const site = { address: 'https://example.com/', labels: { service: 'site' } };
const asked = { module: ready, exporter: 'blackbox:9115', targets: [site], interval: '30s' } as const;

describe('the server', () => {
  it('includes one file for each job and takes replica labels off alerts', () => {
    const { file, diagnostics } = compiled([server, api]);
    expect(diagnostics).toEqual([]);
    expect(file('prometheus/config')).toEqual({
      global: {
        scrape_interval: '15s',
        scrape_timeout: '10s',
        evaluation_interval: '30s',
        external_labels: { replica: '${REPLICA}', region: 'eu' },
      },
      rule_files: ['rules/*.yaml'],
      alerting: {
        alert_relabel_configs: [{ regex: 'replica', action: 'labeldrop' }],
        alertmanagers: [{ scheme: 'https', static_configs: [{ targets: ['am-1:9093', 'am-2:9093'] }] }],
      },
      storage: { exemplars: { max_exemplars: 1000 } },
      scrape_config_files: ['scrape/*.yaml'],
    });
    expect(file('prometheus/scrape', 'api').scrape_configs).toHaveLength(1);
  });

  it('holds the same jobs itself below 2.43', () => {
    const included = compiled([server, api]).file('prometheus/scrape', 'api').scrape_configs;
    const { file, resources } = compiled([server, api], { prometheus: '2.42' });
    expect(file('prometheus/config')).not.toHaveProperty('scrape_config_files');
    expect(file('prometheus/config').scrape_configs).toEqual(included);
    expect(resources.filter((resource) => resource.kind === 'prometheus/scrape')).toEqual([]);
  });

  it('has to be there below 2.43, which reads no jobs from files', () => {
    expect(compiled([api], { prometheus: '2.42' }).diagnostics).toMatchObject([
      { code: 'scrape/no-server', message: 'Prometheus 2.42 has nowhere to read the scrape job api from' },
    ]);
    expect(compiled([api], { prometheus: '2.43' }).diagnostics).toEqual([]);
  });

  it('is started with what its file cannot say; placeholders need a flag below 3.0', () => {
    const flags = (prometheus: string) => compiled([server], { prometheus }).file('prometheus/flags').split('\n');
    expect(flags('3.0')).toContain('--enable-feature=exemplar-storage');
    expect(flags('2.53')).toContain('--enable-feature=exemplar-storage,expand-external-labels');
    expect(flags('3.0')).toContain('--storage.tsdb.retention.time=40d');
  });

  it('does not drop from alerts what they never had', () => {
    expect(() => prometheusServer('prometheus', { ...options, dropFromAlerts: ['repilca'] })).toThrow(/repilca/);
  });
});

describe('a scrape job', () => {
  it('says everything it was told, secrets by the name of their file', () => {
    const job = scrapeJob('api', {
      targets: [target],
      interval: '1m',
      timeout: '20s',
      path: '/m',
      scheme: 'https',
      tls: { caFile: '/etc/ca.pem', serverName: 'api' },
      auth: bearerToken(secret.file('/etc/prometheus/token')),
      sampleLimit: 10_000,
      labelLimit: 30,
      metricRelabel: [{ source: ['__name__'], regex: 'go_.*', action: 'drop' }],
    });
    expect(compiled([server, job]).file('prometheus/scrape', 'api').scrape_configs[0]).toEqual({
      job_name: 'api',
      scrape_interval: '1m',
      scrape_timeout: '20s',
      metrics_path: '/m',
      scheme: 'https',
      authorization: { credentials_file: '/etc/prometheus/token' },
      tls_config: { ca_file: '/etc/ca.pem', server_name: 'api' },
      sample_limit: 10_000,
      label_limit: 30,
      static_configs: [{ targets: ['api-1:9464'], labels: { service: 'api' } }],
      metric_relabel_configs: [{ source_labels: ['__name__'], regex: 'go_.*', action: 'drop' }],
    });
  });

  it('never holds a secret: what is in a variable is a placeholder', () => {
    const job = scrapeJob('api', { targets: [target], auth: basicAuth('obs', secret.env('SCRAPE_PASSWORD')) });
    expect(compiled([server, job]).file('prometheus/scrape', 'api').scrape_configs[0].basic_auth).toEqual({
      username: 'obs',
      password: '<secret:SCRAPE_PASSWORD>',
    });
    expect(() => bearerToken('s3cret' as never)).toThrow('the bearer token is a secret and was written out');
  });

  it('exposes both kinds of histograms while queries go native', () => {
    const native = compiled([server, api, probe('up', { ...asked, timeout: '6s' })], {}, 'native');
    expect(native.diagnostics).toEqual([]);
    expect(native.file('prometheus/scrape', 'api').scrape_configs[0]).toMatchObject({
      scrape_native_histograms: true,
      always_scrape_classic_histograms: true,
    });
    expect(native.file('prometheus/scrape', 'up').scrape_configs[0]).not.toHaveProperty('scrape_native_histograms');
  });

  it('says so as its version does: older servers take native histograms with a flag', () => {
    const on = (prometheus: string) => {
      const { diagnostics, file } = compiled([server, api], { prometheus }, 'native');
      expect(diagnostics).toEqual([]);
      const jobs = prometheus === '2.42' ? file('prometheus/config') : file('prometheus/scrape', 'api');
      const keys = Object.keys(jobs.scrape_configs[0]).filter((key) => key.includes('histograms'));
      return { keys, flag: file('prometheus/flags').split('\n')[0].includes('native-histograms') };
    };
    expect(on('2.42')).toEqual({ keys: [], flag: true });
    expect(on('2.53')).toEqual({ keys: ['scrape_classic_histograms'], flag: true });
    expect(on('3.5')).toEqual({ keys: ['always_scrape_classic_histograms'], flag: true });
    expect(on('3.8')).toEqual({ keys: ['scrape_native_histograms', 'always_scrape_classic_histograms'], flag: false });
    expect(compiled([server, api], { prometheus: '2.39' }, 'native').diagnostics).toMatchObject([
      { message: "histograms: 'native' needs Prometheus 2.40, and the environment prod has 2.39" },
    ]);
  });

  it.each([
    ['a target without the labels that rules select by', scrapeJob('x', { targets: [{ ...target, labels: {} }] })],
    ['a timeout longer than its interval', scrapeJob('x', { targets: [target], interval: '10s', timeout: '11s' })],
    ["a timeout longer than the server's interval", scrapeJob('x', { targets: [target], timeout: '16s' })],
  ])('is refused with its place: %s', (_, job) => {
    expect(compiled([server, job]).diagnostics).toEqual([
      expect.objectContaining({ severity: 'error', origin: { file: 'platform/here.ts', line: 3, column: 1 } }),
    ]);
  });

  it.each(['http://api:9464', 'api', 'api:9464/metrics', ''])('is refused with the address "%s"', (address) => {
    expect(() => scrapeJob('x', { targets: [{ address, labels: {} }] })).toThrow('which is no address');
  });

  it('is refused without targets', () => {
    expect(() => scrapeJob('x', { targets: [] })).toThrow('x has no targets');
  });

  it('is not refused for a short interval: the server shortens its own timeout', () => {
    expect(compiled([server, scrapeJob('api', { targets: [target], interval: '5s' })]).diagnostics).toEqual([]);
  });
});

describe('a probe', () => {
  it('asks the exporter, and calls the target by its name', () => {
    const job = compiled([server, probe('up', { ...asked, timeout: '6s' })]).file('prometheus/scrape', 'up');
    expect(job.scrape_configs[0]).toEqual({
      job_name: 'up',
      scrape_interval: '30s',
      scrape_timeout: '6s',
      metrics_path: '/probe',
      params: { module: ['ready'] },
      static_configs: [{ targets: ['https://example.com/'], labels: { service: 'site' } }],
      relabel_configs: [
        { source_labels: ['__address__'], target_label: '__param_target' },
        { source_labels: ['__param_target'], target_label: 'instance' },
        { target_label: '__address__', replacement: 'blackbox:9115' },
      ],
    });
  });

  it('needs half a second more than its module, which the exporter keeps for itself', () => {
    const codes = (timeout: `${number}ms`) =>
      compiled([server, probe('up', { ...asked, timeout })]).diagnostics.map((diagnostic) => diagnostic.code);
    expect(codes('5499ms')).toEqual(['scrape/timeouts']);
    expect(codes('5500ms')).toEqual([]);
  });

  it('is refused without labels, and with anything but a URL where it asks over HTTP', () => {
    const to = (address: string, labels: Record<string, string>) => () =>
      probe('up', { ...asked, timeout: '6s', targets: [{ address, labels }] });
    expect(to('https://example.com/', {})).toThrow('has no labels');
    expect(to('example.com:443', { service: 'site' })).toThrow('which is no URL');
  });
});
