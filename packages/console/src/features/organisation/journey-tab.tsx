import { useQuery } from '@tanstack/react-query';
import type { JourneyView } from '@yutang/contracts/ownership';
import { InputNumber } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './journey.module.css';
import { journey, useOrganisation } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';
import { DutyDialog } from './touchpoints-tab.tsx';

type Step = JourneyView['steps'][number];
type Met = Step['touchpoints'][number];

/** Colours far apart for any number of units: the golden angle around the wheel. */
const colourOf = (place: number) => `hsl(${Math.round((place * 137.5 + 190) % 360)} 48% 46%)`;

/** The customer journey step by step, coloured by who answers, with what is missing (ORG-06). */
export function JourneyTab() {
  const say = useWords(organisationWords);
  const [params, setParams] = useSearchParams();
  const customer = Number(params.get('customer')) || undefined;
  const [edited, setEdited] = useState<Met | null>(null);
  const asked = useQuery({
    queryKey: ['organisation', 'touchpoints', 'journey', customer],
    queryFn: () => journey(customer === undefined ? {} : { customer }),
  });
  const units = useOrganisation().data?.units ?? [];
  const unitOf = (id: number | undefined) => {
    const place = units.findIndex((unit) => unit.id === id);
    return place < 0 ? null : { name: units[place]?.name ?? '', colour: colourOf(place) };
  };
  return (
    <Panel
      title={say('tab.journey')}
      aside={
        <Row>
          <InputNumber
            aria-label={say('journeyOf')}
            placeholder={say('journeyOf')}
            min={1}
            style={{ width: 210 }}
            value={customer ?? null}
            onChange={(id) =>
              setParams({ tab: 'journey', ...(id && { customer: String(id) }) }, { replace: true })
            }
          />
        </Row>
      }
    >
      <p className={styles.lead}>{say('journeyLead')}</p>
      <Answer of={asked}>
        {({ steps }) => {
          const answering = [
            ...new Set(steps.flatMap(({ touchpoints }) => touchpoints.map(({ duty }) => duty?.unitId))),
          ];
          const gaps = steps.filter((step) => step.gaps.length > 0).length;
          return (
            <>
              {gaps > 0 ? <Notice tone="warn">{say('gapSteps', { count: gaps })}</Notice> : null}
              <p className={styles.legend}>
                {answering.map((id) => {
                  const unit = unitOf(id);
                  return unit ? (
                    <span key={id}>
                      <i style={{ background: unit.colour }} />
                      {unit.name}
                    </span>
                  ) : null;
                })}
                {answering.includes(undefined) ? (
                  <span>
                    <i className={styles.nobody} />
                    {say('nobody')}
                  </span>
                ) : null}
              </p>
              <ol className={styles.steps}>
                {steps.map((step) => (
                  <StepCard key={step.step} step={step} unitOf={unitOf} onOpen={setEdited} />
                ))}
              </ol>
            </>
          );
        }}
      </Answer>
      {edited ? <DutyDialog touchpoint={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  );
}

function StepCard({
  step,
  unitOf,
  onOpen,
}: {
  step: Step;
  unitOf: (id: number | undefined) => { name: string; colour: string } | null;
  onOpen: (touchpoint: Met) => void;
}) {
  const say = useWords(organisationWords);
  const formats = useFormats();
  return (
    <li className={styles.step}>
      <h3>
        {say(`step.${step.step}`)} <small>{formats.number(step.events)}</small>
      </h3>
      <ul>
        {step.touchpoints.map((one) => {
          const unit = unitOf(one.duty?.unitId);
          return (
            <li key={one.channel} className={unit ? '' : styles.nobody} style={{ borderColor: unit?.colour }}>
              <button type="button" onClick={() => onOpen(one)}>
                <span>
                  {one.title} <small>{formats.number(one.events)}</small>
                </span>
                <small>{unit?.name ?? say('nobody')}</small>
              </button>
            </li>
          );
        })}
      </ul>
      {step.gaps.map((gap) => (
        <Tag key={gap} tone="warn">
          {say(`gap.${gap}`)}
        </Tag>
      ))}
      {step.unowned > 0 ? (
        <small>{say('unownedShare', { share: formats.percent(step.unowned / step.events) })}</small>
      ) : null}
      {step.nowhere > 0 ? <small>{say('journeyNowhere', { count: step.nowhere })}</small> : null}
    </li>
  );
}
