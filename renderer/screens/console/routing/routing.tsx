import { useState } from 'react';
import type { RoutingChoices, RoutingInForce, RoutingTrial } from '../../../../shared/contract/console/routing.ts';
import type { RoutingRule } from '../../../../shared/domain/routing.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { hoursFormOf, readHours, type HoursForm } from '../../../data/console/hours-form.ts';
import { readSatisfaction, satisfactionFormOf, type SatisfactionForm } from '../../../data/console/satisfaction-form.ts';
import { readServiceLevel, serviceLevelFormOf, type ServiceLevelForm } from '../../../data/console/service-level-form.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../section.tsx';
import { actionProblemWords } from '../words.ts';
import '../policy/policy.css';
import { BlockedList } from './blocked-list.tsx';
import { HoursFields } from './hours-fields.tsx';
import './routing.css';
import { RuleList } from './rule-list.tsx';
import { SatisfactionFields } from './satisfaction-fields.tsx';
import { ServiceLevelFields } from './service-level-fields.tsx';
import { words } from './words.ts';

/** Who gets what begins, and whose messages nobody is bothered with. */
export function RoutingSection() {
  const { routing, routingChoices } = useConsole();
  const shown = useFollowed(routing);
  const choices = useFollowed(routingChoices);
  return (
    <Section title={words.title} shown={{ ...shown, value: choices.value === null ? null : shown.value }} onRetry={() => [routing, routingChoices].forEach(({ retry }) => retry())} count={shown.value === null ? undefined : words.version(shown.value.version)}>
      {(inForce) => choices.value !== null && <RoutingEditor key={inForce.version} inForce={inForce} choices={choices.value} />}
    </Section>
  );
}

const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What is changed here is nowhere else until it is put in force. */
function RoutingEditor({ inForce, choices }: { readonly inForce: RoutingInForce; readonly choices: RoutingChoices }) {
  const { routing, ask } = useConsole();
  const [rules, setRules] = useState<readonly RoutingRule[]>(inForce.routing.rules);
  const [hoursForm, setHoursForm] = useState<HoursForm>(() => hoursFormOf(inForce.routing.hours, ownZone()));
  const [levelForm, setLevelForm] = useState<ServiceLevelForm>(() => serviceLevelFormOf(inForce.routing.serviceLevel));
  const [askForm, setAskForm] = useState<SatisfactionForm>(() => satisfactionFormOf(inForce.routing.satisfaction));
  const [tried, setTried] = useState<{ readonly rules: readonly RoutingRule[]; readonly trial: RoutingTrial } | null>(null);
  const [busy, setBusy] = useState<'try' | 'send' | null>(null);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  // A trial tells of the rules that were tried, and of no others.
  const trial = tried?.rules === rules ? tried.trial : null;
  const read = readHours(hoursForm);
  const level = readServiceLevel(levelForm);
  const satisfaction = readSatisfaction(askForm);
  const hours = read.kind === 'whole' ? read.hours : null;
  const hoursMissing = read.kind === 'whole' && hours === null && rules.some(({ when }) => when.hours !== undefined);
  const changed = JSON.stringify([rules, read.kind === 'whole' ? hours : hoursForm, level.kind === 'whole' ? level.level : levelForm, satisfaction.kind === 'whole' ? satisfaction.satisfaction : askForm]) !== JSON.stringify([inForce.routing.rules, inForce.routing.hours, inForce.routing.serviceLevel, inForce.routing.satisfaction]);
  const whole = read.kind === 'whole' && level.kind === 'whole' && satisfaction.kind === 'whole' && !hoursMissing;
  /** What was said of the rules as they were does not hold of what they become. */
  const edit = <T,>(set: (value: T) => void) => (value: T): void => {
    set(value);
    setProblem(null);
  };

  const tryThem = async (): Promise<void> => {
    setBusy('try');
    const outcome = await ask('routing.preview', { hours, rules: [...rules] });
    setBusy(null);
    if (outcome.kind === 'done') setTried({ rules, trial: outcome.value });
    else setProblem(outcome);
  };
  const send = async (): Promise<void> => {
    if (level.kind !== 'whole' || satisfaction.kind !== 'whole') return;
    setBusy('send');
    const outcome = await ask('routing.set', { version: inForce.version, routing: { hours, serviceLevel: level.level, satisfaction: satisfaction.satisfaction, rules: [...rules] } });
    setBusy(null);
    if (outcome.kind === 'done') routing.put(() => outcome.value);
    else setProblem(outcome);
  };
  const discard = (): void => {
    setRules(inForce.routing.rules);
    setHoursForm(hoursFormOf(inForce.routing.hours, ownZone()));
    setLevelForm(serviceLevelFormOf(inForce.routing.serviceLevel));
    setAskForm(satisfactionFormOf(inForce.routing.satisfaction));
  };

  return (
    <div className="policy">
      <div className="routing-parts">
        <RuleList rules={rules} choices={choices} trial={trial} onChange={edit(setRules)} />
        <output className="console-hint">{trial === null ? null : trial.conversations === 0 ? words.triedNothing : words.tried(trial.conversations, trial.none)}</output>
        <HoursFields form={hoursForm} wrong={read.kind === 'wrong' ? read.fields : new Set()} onEdit={edit(setHoursForm)} />
        <ServiceLevelFields form={levelForm} wrong={level.kind === 'wrong' ? level.fields : new Set()} onEdit={edit(setLevelForm)} />
        <SatisfactionFields form={askForm} wrong={satisfaction.kind === 'wrong' ? satisfaction.fields : new Set()} choices={choices} onEdit={edit(setAskForm)} />
        <BlockedList />
      </div>
      <footer className="policy-foot">
        <output className="policy-changed">{changed ? words.changed : words.same}</output>
        <span className="gate-problem policy-problem" role="alert">
          {problem !== null ? actionProblemWords(problem) : hoursMissing ? words.hoursNeeded : null}
        </span>
        <Button busy={busy === 'try'} disabled={busy !== 'try' && (!whole || rules.length === 0)} onClick={() => void tryThem()}>
          {words.try}
        </Button>
        <Button disabled={!changed} onClick={discard}>
          {words.discard}
        </Button>
        <Button look="primary" busy={busy === 'send'} disabled={busy !== 'send' && (!changed || !whole)} onClick={() => void send()}>
          {words.send}
        </Button>
      </footer>
    </div>
  );
}
