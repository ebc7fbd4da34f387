/** The texts of an email with a code. `{app}`, `{code}` and `{minutes}` are replaced. */
export interface MailWords {
  readonly subject: string
  readonly heading: string
  readonly intro: string
  readonly lifetime: string
  readonly warning: string
  readonly direction?: 'rtl'
}

const english: MailWords = {
  subject: '{code} is your {app} code',
  heading: 'Your {app} code',
  intro: 'Enter this code where you asked for it:',
  lifetime: 'It works once, for {minutes} minutes, and only in that browser.',
  warning: 'Never share it. If you didn’t ask for a code, you can ignore this email.',
}

/** The texts for each locale of `@kit/react`. Other languages get English. */
const mailWords: Readonly<Record<string, MailWords>> = {
  en: english,
  ar: {
    subject: '{code} هو رمزك في {app}',
    heading: 'رمزك في {app}',
    intro: 'أدخل هذا الرمز حيث طلبته:',
    lifetime: 'يعمل مرة واحدة وفي ذلك المتصفح فقط، ومدة صلاحيته بالدقائق: {minutes}.',
    warning: 'لا تشاركه مع أحد. إذا لم تطلب رمزًا، يمكنك تجاهل هذه الرسالة.',
    direction: 'rtl',
  },
  de: {
    subject: '{code} ist Ihr Code für {app}',
    heading: 'Ihr Code für {app}',
    intro: 'Geben Sie diesen Code dort ein, wo Sie ihn angefordert haben:',
    lifetime: 'Er gilt einmal, {minutes} Minuten lang und nur in diesem Browser.',
    warning:
      'Geben Sie ihn niemandem weiter. Wenn Sie keinen Code angefordert haben, ignorieren Sie diese E-Mail.',
  },
  es: {
    subject: '{code} es tu código de {app}',
    heading: 'Tu código de {app}',
    intro: 'Introduce este código donde lo solicitaste:',
    lifetime: 'Sirve una sola vez, durante {minutes} minutos y solo en ese navegador.',
    warning: 'No lo compartas con nadie. Si no solicitaste un código, puedes ignorar este correo.',
  },
  fr: {
    subject: '{code} est votre code {app}',
    heading: 'Votre code {app}',
    intro: 'Saisissez ce code là où vous l’avez demandé :',
    lifetime: 'Il est valable une seule fois, pendant {minutes} minutes, dans ce navigateur.',
    warning:
      'Ne le partagez jamais. Si vous n’avez pas demandé de code, vous pouvez ignorer cet e-mail.',
  },
  he: {
    subject: '{code} הוא הקוד שלך ב־{app}',
    heading: 'הקוד שלך ב־{app}',
    intro: 'יש להזין את הקוד במקום שבו ביקשת אותו:',
    lifetime: 'הוא תקף לפעם אחת, למשך {minutes} דקות ורק בדפדפן הזה.',
    warning: 'אין לשתף אותו עם איש. אם לא ביקשת קוד, אפשר להתעלם מההודעה.',
    direction: 'rtl',
  },
  hi: {
    subject: '{code} आपका {app} कोड है',
    heading: 'आपका {app} कोड',
    intro: 'यह कोड वहीं डालें जहाँ आपने इसे माँगा था:',
    lifetime: 'यह केवल एक बार, {minutes} मिनट तक और उसी ब्राउज़र में काम करता है।',
    warning: 'इसे किसी को न बताएँ। अगर आपने कोड नहीं माँगा, तो इस ईमेल को अनदेखा करें।',
  },
  id: {
    subject: '{code} adalah kode {app} Anda',
    heading: 'Kode {app} Anda',
    intro: 'Masukkan kode ini di tempat Anda memintanya:',
    lifetime: 'Kode berlaku sekali, selama {minutes} menit, dan hanya di browser tersebut.',
    warning: 'Jangan bagikan kode ini. Jika Anda tidak meminta kode, abaikan email ini.',
  },
  it: {
    subject: '{code} è il tuo codice {app}',
    heading: 'Il tuo codice {app}',
    intro: 'Inserisci questo codice dove l’hai richiesto:',
    lifetime: 'Funziona una sola volta, per {minutes} minuti e solo in quel browser.',
    warning: 'Non condividerlo. Se non hai richiesto un codice, puoi ignorare questa email.',
  },
  ja: {
    subject: '{code} は {app} の認証コードです',
    heading: '{app} の認証コード',
    intro: 'コードをリクエストした画面に、次のコードを入力してください。',
    lifetime: 'コードは {minutes} 分間、そのブラウザで 1 回だけ使えます。',
    warning: '誰にも教えないでください。心当たりがない場合は、このメールを無視してください。',
  },
  ko: {
    subject: '{code} - {app} 인증 코드',
    heading: '{app} 인증 코드',
    intro: '인증 코드를 요청한 화면에 다음 코드를 입력해 주세요.',
    lifetime: '코드는 {minutes}분 동안 해당 브라우저에서 한 번만 사용할 수 있어요.',
    warning: '코드를 누구에게도 알려 주지 마세요. 요청하지 않았다면 이 이메일을 무시해 주세요.',
  },
  ms: {
    subject: '{code} ialah kod {app} anda',
    heading: 'Kod {app} anda',
    intro: 'Masukkan kod ini di tempat anda memintanya:',
    lifetime: 'Kod ini berfungsi sekali, selama {minutes} minit, dan hanya dalam pelayar itu.',
    warning: 'Jangan kongsikannya. Jika anda tidak meminta kod, abaikan e-mel ini.',
  },
  nl: {
    subject: '{code} is je code voor {app}',
    heading: 'Je code voor {app}',
    intro: 'Vul deze code in waar je hem hebt aangevraagd:',
    lifetime: 'De code werkt één keer, {minutes} minuten lang en alleen in die browser.',
    warning: 'Deel hem nooit. Heb je geen code aangevraagd, dan kun je deze e-mail negeren.',
  },
  pl: {
    subject: '{code} to Twój kod {app}',
    heading: 'Twój kod {app}',
    intro: 'Wpisz ten kod na stronie, na której o niego poproszono:',
    lifetime: 'Działa raz, w ciągu {minutes} minut i tylko w tej przeglądarce.',
    warning: 'Nikomu go nie podawaj. Jeśli to nie Ty prosisz o kod, zignoruj tę wiadomość.',
  },
  'pt-BR': {
    subject: '{code} é o seu código para {app}',
    heading: 'Seu código para {app}',
    intro: 'Digite este código onde você o solicitou:',
    lifetime: 'Ele funciona uma única vez, por {minutes} minutos e somente nesse navegador.',
    warning: 'Não o compartilhe com ninguém. Se você não solicitou um código, ignore este e-mail.',
  },
  ru: {
    subject: '{code} — ваш код для {app}',
    heading: 'Ваш код для {app}',
    intro: 'Введите этот код там, где вы его запросили:',
    lifetime: 'Код действует один раз, в течение {minutes} минут и только в том же браузере.',
    warning:
      'Никому его не сообщайте. Если вы не запрашивали код, не обращайте внимания на это письмо.',
  },
  sv: {
    subject: '{code} är din kod för {app}',
    heading: 'Din kod för {app}',
    intro: 'Ange koden där du bad om den:',
    lifetime: 'Den fungerar en gång, i {minutes} minuter och bara i den webbläsaren.',
    warning: 'Dela den aldrig. Om du inte bad om en kod kan du bortse från det här mejlet.',
  },
  th: {
    subject: '{code} คือรหัส {app} ของคุณ',
    heading: 'รหัส {app} ของคุณ',
    intro: 'ป้อนรหัสนี้ในหน้าที่คุณขอรหัส:',
    lifetime: 'รหัสใช้ได้ครั้งเดียวภายใน {minutes} นาที และเฉพาะในเบราว์เซอร์นั้น',
    warning: 'อย่าบอกรหัสนี้แก่ใคร หากคุณไม่ได้ขอรหัส ไม่ต้องสนใจอีเมลนี้',
  },
  tr: {
    subject: '{code}, {app} kodunuz',
    heading: '{app} kodunuz',
    intro: 'Bu kodu istediğiniz yere girin:',
    lifetime: 'Kod bir kez, {minutes} dakika boyunca ve yalnızca o tarayıcıda çalışır.',
    warning: 'Kimseyle paylaşmayın. Kod istemediyseniz bu e-postayı yok sayabilirsiniz.',
  },
  uk: {
    subject: '{code} — ваш код для {app}',
    heading: 'Ваш код для {app}',
    intro: 'Введіть цей код там, де ви його запросили:',
    lifetime: 'Код діє один раз, протягом {minutes} хвилин і лише в тому самому браузері.',
    warning: 'Нікому його не повідомляйте. Якщо ви не запитували код, проігноруйте цей лист.',
  },
  vi: {
    subject: '{code} là mã {app} của bạn',
    heading: 'Mã {app} của bạn',
    intro: 'Nhập mã này ở nơi bạn đã yêu cầu:',
    lifetime: 'Mã chỉ dùng được một lần, trong {minutes} phút và chỉ trong trình duyệt đó.',
    warning: 'Đừng chia sẻ mã. Nếu bạn không yêu cầu mã, hãy bỏ qua email này.',
  },
  'zh-CN': {
    subject: '{code} 是您的 {app} 验证码',
    heading: '您的 {app} 验证码',
    intro: '请在您获取验证码的页面输入：',
    lifetime: '验证码在 {minutes} 分钟内有效，只能在该浏览器中使用一次。',
    warning: '请勿告诉任何人。如果您没有获取验证码，请忽略此邮件。',
  },
  'zh-TW': {
    subject: '{code} 是您的 {app} 驗證碼',
    heading: '您的 {app} 驗證碼',
    intro: '請在您索取驗證碼的頁面輸入：',
    lifetime: '驗證碼在 {minutes} 分鐘內有效，只能在該瀏覽器中使用一次。',
    warning: '請勿告訴任何人。如果您沒有索取驗證碼，請忽略此郵件。',
  },
}

/**
 * Returns the locale of an email for a browser's `Accept-Language`: the supported locale with the largest
 * weight, found by its exact tag, its script, or its language.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4}
 */
export function findMailLocale(accepted = ''): string {
  const ranges = accepted.split(',', 20).map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2)
    return { tag, weight: weight === undefined ? 1 : Number(weight) }
  })
  for (const { tag, weight } of ranges.toSorted((one, other) => other.weight - one.weight)) {
    const parsed = weight > 0 ? parseLocale(tag) : undefined
    if (parsed === undefined) continue
    const { language, script } = parsed.maximize()
    if (language === 'zh') return script === 'Hant' ? 'zh-TW' : 'zh-CN'
    const found = Object.keys(mailWords).find((name) => name.split('-')[0] === language)
    if (found !== undefined) return found
  }
  return 'en'
}

/** Returns the texts of a locale, or the English ones. */
export function findMailWords(locale: string): MailWords {
  return mailWords[locale] ?? english
}

function parseLocale(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}
