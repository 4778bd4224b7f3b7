-- Invitations by e-mail: to addresses that the registry holds, at most one a month a person.

insert into private.message_purposes (purpose, urgent, topic, proves_address) values ('claim_invitation', false, 'invitations', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('claim_invitation', 'kk', 'Жалғас: тізілімде сіздің жазбаңыз бар',
    E'Сәлеметсіз бе, {name}!\n\nСіз Zhas Project грантына қатысқан едіңіз. Жалғас — сол жобадан кейінгі көмек: жаңа бағдарламаларды табасыз, басқа түлектерден кеңес сұрайсыз, жобаңыздың жайын айтасыз. Бәрі тегін.\n\nТізілімдегі жазбаңызды өзіңізге қосу үшін сілтемені ашыңыз: {link}\n\nСілтеме {until} дейін жұмыс істейді, бір-ақ рет. Оны басқа ешкімге жібермеңіз.'),
  ('claim_invitation', 'ru', 'Jalgas: в реестре есть ваша запись',
    E'Здравствуйте, {name}!\n\nВы участвовали в гранте Zhas Project. Jalgas помогает после него: найти новую программу, спросить совета у других выпускников, рассказать, как идут дела. Всё бесплатно.\n\nЧтобы ваша запись в реестре стала вашей и здесь, откройте ссылку: {link}\n\nСсылка действует до {until}, один раз. Никому её не пересылайте.'),
  ('claim_invitation', 'en', 'Jalgas: the registry holds your record',
    E'Hello {name},\n\nYou took part in the Zhas Project grant. Jalgas is the help that comes after it: find new programmes, ask other graduates, tell how your project is doing. All of it is free.\n\nTo make your registry record yours here too, open this link: {link}\n\nIt works until {until}, once. Please do not forward it.');

create function private.send_invitations(p_key uuid, p_filters jsonb) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_batch uuid := private.my_batch(p_key);
  v_ids uuid[];
begin
  if v_batch is not null then
    return (select count(*) from public.claim_invitations i where i.batch_id = v_batch);
  end if;
  v_ids := private.lock_invitable(p_filters, 'email');
  if cardinality(v_ids) = 0 then perform private.refuse('not_found', 'people'); end if;
  v_batch := private.start_batch(p_key, 'email', p_filters, null);
  update public.claim_invitations i set revoked_at = now()
  where i.person_id = any(v_ids) and i.channel = 'email' and i.used_at is null and i.revoked_at is null;
  insert into public.claim_invitations (id, batch_id, person_id, channel, contact_point_id, code_hash)
  select n.id, v_batch, n.person_id, 'email', n.contact, private.invitation_hash(private.invitation_code(n.id))
  from (
    select private.uuid_v7() as id, x as person_id, c.id as contact
    from unnest(v_ids) x
    cross join lateral (
      select k.id from public.contact_points k
      where k.person_id = x and k.kind = 'email' and k.state not in ('failed', 'dead', 'refused')
      order by k.state = 'confirmed' desc, k.created_at desc limit 1) c
    offset 0) n;
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select p.id, c.id, 'email', c.value, 'claim_invitation', i.id::text, p.locale, t.subject,
    replace(replace(replace(t.body,
      '{link}', coalesce(private.site_url(), '') || '/' || p.locale || '/j/' || private.invitation_code(i.id)),
      '{until}', to_char(i.expires_at at time zone 'Asia/Almaty', 'DD.MM.YYYY')),
      '{name}', coalesce(p.full_name, p.registry_no))
  from public.claim_invitations i
  join public.persons p on p.id = i.person_id
  join public.contact_points c on c.id = i.contact_point_id
  join private.mail_texts t on t.key = 'claim_invitation' and t.locale = p.locale
  where i.batch_id = v_batch;
  perform private.audit('send_invitations', 'invitation_batch', v_batch, p_filters ->> 'region',
    jsonb_build_object('mails', cardinality(v_ids)));
  return cardinality(v_ids);
end
$$;
grant execute on function private.send_invitations(uuid, jsonb) to authenticated;

create function public.send_invitations(p_key uuid, p_filters jsonb) returns integer
language sql volatile set search_path = '' as $$ select private.send_invitations(p_key, p_filters) $$;
comment on function public.send_invitations(uuid, jsonb) is
  'Queues invitations for at most 200 people of a selection (private.invitable) who have a living e-mail; returns how many. One a month a person; the same p_key again is the same batch. Refuses forbidden, invalid key, not_found people, too_many (30 batches a day).';
grant execute on function public.send_invitations(uuid, jsonb) to authenticated;

create function private.forget_sent_invitation() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.body := regexp_replace(new.body, '/j/[0-9A-Z]{10}', '/j/••••••••••');
  return new;
end
$$;
create trigger outbox_forgets_invitations before update on private.outbox for each row
  when (new.purpose = 'claim_invitation' and new.state in ('sent', 'failed', 'uncertain'))
  execute function private.forget_sent_invitation();
comment on function private.forget_sent_invitation() is 'Once an invitation has gone out its code is blotted in the outbox too.';

create function private.export_claims(p_account uuid, p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'invitations', (
      select jsonb_agg(jsonb_build_object('channel', i.channel, 'created_at', i.created_at, 'expires_at', i.expires_at,
        'used_at', i.used_at, 'revoked_at', i.revoked_at) order by i.id)
      from public.claim_invitations i where i.person_id = p_person),
    'claim_notices', (
      select jsonb_agg(jsonb_build_object('address', c.value, 'created_at', n.created_at, 'disputed_at', n.disputed_at,
        'resolved_at', n.resolved_at) order by n.id)
      from private.claim_notices n left join public.contact_points c on c.id = n.contact_point_id where n.person_id = p_person),
    -- The reason may speak of the other one, so that neither gets it.
    'undone_claims', (
      select jsonb_agg(jsonb_build_object('claimed_at', u.claimed_at, 'undone_at', u.undone_at, 'took_back', u.took_back) order by u.id)
      from private.undone_claims u where u.person_id = p_person or u.account_id = p_account))
$$;
comment on function private.export_claims(uuid, uuid) is 'Invitations to a record, and what was said of claims on it; null where there is nothing. Granted to nobody.';

create or replace function private.export_me() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid := private.my_person();
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Two downloads at once count one after the other.
  perform 1 from public.accounts a where a.id = v_uid for update;
  if private.export_wait() > 0 then perform private.refuse('too_many', private.export_wait()::text); end if;
  perform private.audit('export_data', 'account', v_uid);
  return jsonb_build_object('exported_at', now()) || private.export_person(v_person)
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person)
    || private.export_claims(v_uid, v_person);
end
$$;
