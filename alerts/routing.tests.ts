import { routing } from 'obsctl';
import { inhibitions } from './inhibition.js';
import * as to from './receivers.js';

const at = { desk: 'Tue 10:00', night: 'Sun 03:00', holiday: '2027-07-14 10:00' };

const [worseOfService, worseOfHost, serviceDown, nodeDown, postgresqlDown, redisDown] = inhibitions;

const tests = [
  routing('who is told', [
    { alert: to.deadman && 'Watchdog severity=info category=meta team=platform', notifies: [to.deadman] },
    // nobody may send this; if somebody does, it is seen
    { alert: 'Any severity=page category=system team=platform', notifies: [to.unrouted] },
    {
      alert: 'ServiceDown severity=emergency category=reliability team=streaming',
      notifies: [to.incidentLog, to.emergency],
    },
    { alert: 'Any severity=emergency category=security team=security', notifies: [to.incidentLog, to.emergency] },
    {
      alert: 'AuthFailureSpike severity=critical category=security team=security',
      notifies: [to.incidentLog, to.securityOnCall],
    },
    { alert: 'Any severity=warning category=security team=security', notifies: [to.security] },
    {
      alert: 'RevenueDrop severity=critical category=business team=business',
      notifies: [to.incidentLog, to.businessCritical],
    },
  ]),
  routing('pages, with a text message while nobody is at a desk', [
    ...(
      [
        ['HighLatencyP99 category=performance', 'streaming', to.onCallStreaming],
        ['HighLatencyP99 category=performance', 'backend', to.onCallBackend],
        ['HighCpuUsage category=system', 'platform', to.onCallPlatform],
        ['ProbeFailed category=health service=postgresql', 'data', to.onCallData],
      ] as const
    ).flatMap(([alert, team, onCall]) => [
      {
        alert: `${alert} severity=critical team=${team}`,
        at: at.desk,
        notifies: [to.incidentLog, onCall],
      },
      {
        alert: `${alert} severity=critical team=${team}`,
        at: [at.night, at.holiday],
        notifies: [to.incidentLog, to.smsOnCall, onCall],
      },
    ]),
  ]),
  routing('what waits for the morning', [
    {
      alert: 'LowActiveConnections severity=warning category=business team=streaming',
      at: at.desk,
      notifies: [to.business],
    },
    {
      alert: 'LowActiveConnections severity=warning category=business team=streaming',
      at: [at.night, at.holiday],
      notifies: [],
    },
    {
      alert: 'CacheHitRatioLow severity=warning category=cache team=backend',
      at: at.desk,
      notifies: [to.teamEmail, to.teamSlack],
    },
    {
      alert: 'CacheHitRatioLow severity=warning category=cache team=backend',
      at: [at.night, at.holiday],
      notifies: [to.teamSlack],
    },
    { alert: 'SeriesBudgetHigh severity=info category=meta team=backend', at: at.desk, notifies: [to.infoDigest] },
    { alert: 'SeriesBudgetHigh severity=info category=meta team=backend', at: at.night, notifies: [] },
  ]),
  routing('what a cause mutes', [
    {
      alert: 'ConnectionBudgetHigh severity=warning category=capacity team=streaming service=stream-server',
      firing: ['ConnectionBudgetHigh severity=critical category=capacity service=stream-server'],
      notifies: [],
      mutedBy: worseOfService,
    },
    {
      alert: 'InstanceDown severity=critical category=reliability team=backend service=chat-server',
      firing: ['ServiceDown severity=emergency category=reliability service=chat-server'],
      notifies: [],
      mutedBy: serviceDown,
    },
    {
      alert: 'InstanceDown severity=critical category=reliability team=backend service=backend-api node=n1',
      firing: ['NodeDown severity=critical category=system service=node node=n1'],
      notifies: [],
      mutedBy: nodeDown,
    },
    {
      alert: 'InstanceDown severity=critical category=reliability team=backend service=backend-api node=n2',
      at: at.desk,
      firing: ['NodeDown severity=critical category=system service=node node=n1'],
      notifies: [to.incidentLog, to.onCallBackend],
    },
    {
      alert: 'DatabaseQueriesSlow severity=warning category=database team=backend service=backend-api',
      firing: ['ProbeFailed severity=critical category=health service=postgresql'],
      notifies: [],
      mutedBy: postgresqlDown,
    },
    {
      alert: 'CacheHitRatioLow severity=warning category=cache team=backend service=backend-api',
      firing: ['ProbeFailed severity=critical category=health service=redis'],
      notifies: [],
      mutedBy: redisDown,
    },
    {
      alert: 'DiskWillFill severity=warning category=system team=platform service=node node=n1',
      firing: ['HighCpuUsage severity=critical category=system service=node node=n1'],
      notifies: [],
      mutedBy: worseOfHost,
    },
    {
      alert: 'DiskWillFill severity=warning category=system team=platform service=node node=n2',
      at: at.night,
      firing: ['HighCpuUsage severity=critical category=system service=node node=n1'],
      notifies: [to.teamSlack],
    },
    {
      alert: 'HighCpuUsage severity=critical category=system team=platform service=node node=n1',
      at: at.desk,
      firing: ['DiskWillFill severity=warning category=system service=node node=n2'],
      notifies: [to.incidentLog, to.onCallPlatform],
    },
  ]),
];

export default tests;
