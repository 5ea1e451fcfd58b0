/** Tells the alerts' topic of runs that did not succeed, as the function behind the rule on AWS does. */
import { failureNotice } from '../shared/failures/notice.ts';
import { QUIET_RUNS } from '../statemachine/backfill.ts';
import { faultMessage } from './disk-fault.ts';
import { STACK } from './names.ts';
import type { DescribeOutput } from './stepfunctions/index.ts';

export class FailureAlerts {
  readonly #url: string;
  readonly #underWay = new Set<Promise<void>>();

  /** @param url the address of the stack */
  constructor(url: string) {
    this.#url = url;
  }

  tell(execution: DescribeOutput): void {
    if (execution.status === 'RUNNING' || execution.status === 'SUCCEEDED') return;
    if (execution.name.startsWith(QUIET_RUNS)) return;
    const sending = publish(this.#url, execution)
      .catch((error: unknown) => console.error(`The alert could not be sent: ${faultMessage(error)}`))
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  /** Waits for those that are under way. */
  async sent(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

async function publish(url: string, execution: DescribeOutput): Promise<void> {
  const { subject, text, attributes } = failureNotice(execution);
  const body = new URLSearchParams({
    ...{ Action: 'Publish', TopicArn: STACK.alertsTopicArn, Subject: subject, Message: text },
    ...Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value], at) => {
        const entry = `MessageAttributes.entry.${at + 1}`;
        return [
          [`${entry}.Name`, name],
          [`${entry}.Value.DataType`, 'String'],
          [`${entry}.Value.StringValue`, value],
        ];
      }),
    ),
  });
  await createTopic(url);
  await fetch(`${url}/`, { method: 'POST', body });
}

/** Where there is one already, nothing happens. */
export async function createTopic(url: string): Promise<void> {
  const body = new URLSearchParams({ Action: 'CreateTopic', Name: STACK.alertsTopic });
  await fetch(`${url}/`, { method: 'POST', body });
}
