import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AddNonLinkingValue, NonLinkingValue } from '@yutang/contracts/identity';
import { App, Button, Form, Input, Popconfirm, Select } from 'antd';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './identity.module.css';
import { addNonLinkingValue, nonLinkingValues, removeNonLinkingValue } from './identity-api.ts';
import { identityWords } from './identity-words.ts';
import { useNamespaceName } from './namespace-name.ts';

const namespaces = ['phone', 'email', 'device', 'member', 'user'];

/** Values that never link anybody. */
export function NonLinkingValues() {
  const say = useWords(identityWords);
  const sayDesign = useWords(designWords);
  const nameOf = useNamespaceName();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<AddNonLinkingValue>();
  const list = usePaged<NonLinkingValue>(['identity', 'values'], (cursor) =>
    nonLinkingValues({ limit: 50, ...(cursor ? { cursor } : {}) }),
  );
  const changed = () => void queryClient.invalidateQueries({ queryKey: ['identity'] });
  const adding = useMutation({
    mutationFn: (body: AddNonLinkingValue) => addNonLinkingValue(body),
    onSuccess: () => {
      form.resetFields();
      message.success(say('added'));
      changed();
    },
  });
  const removing = useMutation({
    mutationFn: removeNonLinkingValue,
    onSuccess: () => {
      message.success(say('removed'));
      changed();
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Panel title={say('tabValues')} note={say('valuesLead')} flush>
      <div className={styles.add}>
        {adding.error ? <Notice error={adding.error} /> : null}
        <Form
          form={form}
          layout="inline"
          initialValues={{ namespace: 'phone' }}
          onFinish={({ namespace, value, reason }) =>
            adding.mutate({
              namespace,
              value: value.trim(),
              ...(reason?.trim() ? { reason: reason.trim() } : {}),
            })
          }
        >
          <Form.Item name="namespace">
            <Select
              aria-label={say('namespace')}
              style={{ width: 120 }}
              options={namespaces.map((value) => ({ value, label: nameOf(value) }))}
            />
          </Form.Item>
          <Form.Item name="value" rules={[{ required: true, whitespace: true, message: say('value') }]}>
            <Input aria-label={say('value')} placeholder={say('value')} maxLength={256} />
          </Form.Item>
          <Form.Item name="reason">
            <Input aria-label={say('reason')} placeholder={say('reason')} maxLength={500} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={adding.isPending}>
            {say('addValue')}
          </Button>
        </Form>
      </div>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noValues')} />
          ) : (
            <>
              <DataTable
                caption={say('tabValues')}
                rows={items}
                rowKey={(row) => row.id}
                columns={[
                  { key: 'ns', title: say('namespace'), phone: 'bare', cell: (row) => nameOf(row.namespace) },
                  {
                    key: 'value',
                    title: say('value'),
                    phone: 'bare',
                    cell: (row) => <code>{row.value}</code>,
                  },
                  {
                    key: 'why',
                    title: say('who'),
                    cell: (row) => [row.by, row.reason].filter(Boolean).join(' · ') || '—',
                  },
                  { key: 'when', title: say('when'), number: true, cell: (row) => <Instant at={row.at} /> },
                  {
                    key: 'remove',
                    title: '',
                    number: true,
                    cell: (row) => (
                      <Popconfirm
                        title={say('removeConfirm')}
                        okText={say('remove')}
                        onConfirm={() => removing.mutate(row.id)}
                      >
                        <Button size="small" danger>
                          {say('remove')}
                        </Button>
                      </Popconfirm>
                    ),
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
