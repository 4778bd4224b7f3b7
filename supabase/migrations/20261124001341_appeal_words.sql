-- In Kazakh a complaint about a post and an objection to a decision had one word; the pages now have two.

update private.mail_texts set body = replace(body, 'сол жерден шағым жаза аласыз', 'сол жерден қарсылық білдіре аласыз')
where locale = 'kk' and key in ('post_hidden', 'forum_muted', 'forum_suspended');
update private.mail_texts set subject = 'Жалғас: қарсылығыңызға жауап берілді',
  body = replace(body, 'шешімге қарсы айтқаныңызды қарап', 'қарсылығыңызды қарап')
where locale = 'kk' and key = 'appeal_answered';
