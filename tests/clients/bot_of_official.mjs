// A bot as the messenger's own guide has it, over its composer: INSTALLED URL TOKEN. Runs until it is ended.
import { createRequire } from 'node:module';

const [installed, baseUrl, token] = process.argv.slice(2);
const { Bot, Keyboard } = createRequire(`${installed}/`)('@maxhub/max-bot-api');
const bot = new Bot(token, { clientOptions: { baseUrl } });

bot.on('bot_started', (ctx) => {
  const yes = Keyboard.button.callback('Это я', 'yes');
  const no = Keyboard.button.callback('Не я', 'no');
  return ctx.reply(`Приглашение ${ctx.startPayload}`, { attachments: [Keyboard.inlineKeyboard([[yes, no]])] });
});

bot.action('no', (ctx) =>
  ctx.answerOnCallback({ notification: 'Больше не спрошу', message: { text: 'Не вы', attachments: [] } }));

bot.action('yes', async (ctx) => {
  const link = Keyboard.button.link('ул. Мира, д. 1', 'https://max.ru/join/1');
  const attachments = [Keyboard.inlineKeyboard([[link]])];
  await ctx.answerOnCallback({ message: { text: 'Осталось вступить в 1 чат', attachments } });
  await ctx.api.editMessage(ctx.messageId, { text: 'Все чаты вступлены' });
});

await bot.start();
