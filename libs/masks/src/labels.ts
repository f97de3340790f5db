/** Labels of fields, in lower case, by what is typed there. */
const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('|');

const PASSWORD = lines(`
  pass ?words?|passwd|pass ?phrases?|pass ?codes?|pwd|pins?(?: code| number)?|pin-code|pincode|login credentials?
  passwor(?:t|ts)|passwörter|kennwort(?:es)?|geheimzahl|passwortfeld|contraseñas?|contrasenas?|clave(?: secreta| de acceso)?|código pin
  mots? de passe|mdp|code secret|code confidentiel|senhas?|palavra[- ]passe|wachtwoord(?:en)?|toegangscode|hasł[oa]|haslo|пароль|пароля|пароле|пин-?код
  parola(?: d'ordine)?|parol[aăe]|lösenord(?:et)?|adgangskode[nr]?|kodeord|passord(?:et)?|hesl[oa]|salasana|jelszó|jelszava?|şifre(?:si|niz)?|sifre|parolası
  κωδικ[όο]ς(?: πρόσβασης)?|كلمة (?:المرور|السر)|סיסמ[הא]|पासवर्ड|パスワード|暗証番号|パスフレーズ|密码|密碼|口令|비밀번호|암호|mật khẩu|kata sandi|รหัสผ่าน|geslo|slaptažodis|parool|парола|лозинка|lozinka`);

const CODE = lines(`
  (?:verification|security|confirmation|confirm|authentication|authenticator|auth|log-?in|sign-?in|sms|text|e-?mail|one[- ]time|2-?fa|two[- ](?:factor|step)|mfa|otp|totp|access|recovery|backup|activation|unlock|security|card security|6[- ]digit|six[- ]digit|4[- ]digit|pairing|invite|google|approval)[ -](?:codes?|pass ?codes?|numbers?|digits)
  otp|totp|2fa(?: codes?)?|mfa(?: codes?)?|one[- ]time (?:password|pin)|cvc2?|cvv2?|csc|cid|cvn
  prüf(?:ziffer|nummer|zahl|code)|sicherheits(?:code|nummer)|bestätigungs(?:code|nummer)|verifizierungscode|verifikationscode|einmal(?:code|kennwort|passwort)|sms-code|m?tan|freischaltcode|kartenprüfnummer|zugangscode|aktivierungscode
  códigos? (?:de )?(?:verificaci[óo]n|seguridad|confirmaci[óo]n|acceso|un solo uso|sms|autenticaci[óo]n|verificaç[ãa]o|segurança|confirmaç[ãa]o|acesso|autenticaç[ãa]o)|código sms
  codes? (?:de |d'|à )(?:vérification|sécurité|confirmation|validation|usage unique|authentification|accès|activation)|code sms|cryptogramme(?: visuel)?
  (?:verificatie|beveiligings|bevestigings|toegangs|sms-|veiligheids)codes?|codice (?:di )?(?:verifica|sicurezza|conferma|sms|accesso)|codice otp|kod (?:weryfikacyjny|bezpieczeństwa|sms|potwierdzający|dostępu|jednorazowy)
  код(?: |ы )?(?:подтверждения|безопасности|из (?:смс|sms|письма)|доступа|проверки|авторизации)|проверочный код|(?:認証|確認|セキュリティ|ワンタイム)(?:コード|番号)|ワンタイムパスワード|(?:验证|校验|安全|確認|驗證|动态|认证)码|驗證碼|安全碼|인증 ?(?:번호|코드)|보안 ?코드|확인 코드
  (?:doğrulama|güvenlik|onay) kodu|(?:verifierings|säkerhets|bekräftelse|engångs)kod(?:en)?|(?:bekræftelses|sikkerheds|engangs)kode|(?:bekreftelses|sikkerhets|engangs)kode|(?:ověřovací|bezpečnostní|potvrzovací) kód|vahvistuskoodi|turvakoodi|ellenőrző kód|biztonsági kód|cod de (?:verificare|securitate)|mã xác (?:minh|nhận|thực)|kode (?:verifikasi|keamanan)|رمز التحقق|קוד אימות|κωδικός επαλήθευσης|सत्यापन कोड`);

const CARD = lines(`
  (?:credit |debit |bank |payment |gift )?card(?: ?holder)?(?: numbers?| no\\.?| nr\\.?| #| details| info| pan)|card ?number|cc ?(?:number|num|no)|(?:credit|debit|bank|payment) cards?|name on (?:the )?card|card ?holder(?: name)?|card (?:expiry|expiration|verification|pin)(?: date| code)?|card
  expir(?:y|ation)(?: date| month| year)?|exp(?:\\.|iry)? ?date|mm ?/ ?yy(?:yy)?|valid (?:thru|until)|card pin
  (?:kredit|bank|ec-|giro)?karten?(?:nummer|inhaber)|kreditkarte|ablaufdatum|gültig bis|número de (?:la )?tarjeta|tarjeta(?: de crédito)?|fecha de (?:caducidad|vencimiento|expiración)|numéro de (?:la )?carte(?: bancaire)?|carte (?:bancaire|bleue|de crédito)|date d['’]expiration|número do cartão|cartão(?: de crédito)?|validade(?: do cartão)?
  (?:krediet)?kaartnummer|creditcard(?:nummer)?|vervaldatum|numero (?:della |di )?carta|carta di credito|(?:data di )?scadenza(?: carta)?|numer karty|data ważności|номер карты|срок действия|カード番号|有効期限|卡号|信用卡(?:号码?)?|有效期|카드 ?번호|유효 ?기간|kart (?:numarası|no)|son kullanma tarihi|kortnummer|kortnumret|utgångsdatum|číslo karty|kortin numero|kártyaszám|numărul cardului|số thẻ|nomor kartu|رقم البطاقة|αριθμός κάρτας`);

const BANK = lines(`
  ibans?|bic|swift(?: code)?|(?:bank )?account (?:numbers?|no\\.?|nr\\.?)|bank accounts?|routing (?:number|no\\.?)|sort code|bsb|aba(?: number)?|kontonummer|bankkonto|bankleitzahl|blz|número de cuenta|cuenta bancaria|clabe|numéro de compte|compte bancaire|rib|(?:número da )?conta(?: bancária)|número da conta|agência|(?:bank)?rekeningnummer|numero di conto|conto corrente|nu?mer (?:rachunku|konta)|rachunek bankowy
  номер (?:сч[её]та|банковского сч[её]та)|口座番号|银行(?:账号|卡号?|账户)|계좌 ?번호|hesap numarası|bankkonto|číslo účtu|tilinumero|bankszámlaszám|rekening`);

const IDENTITY = lines(`
  ssn|social (?:insurance|security)(?: numbers?| no\\.?)?|passport(?: numbers?| no\\.?| nr\\.?| id)?|national (?:id|identity|insurance)(?: card)?(?: numbers?| no\\.?)?|id (?:card )?numbers?|id card|identity (?:card|number|document)(?: number)?|government id|personal (?:id|identity|identification)(?: number| code)?|tax ?(?:id|payer id|file number|number|identification)(?: number)?|tin|itin|sin|nino|ni number|nhs number|driver['’]?s?(?:ing)? licen[cs]e(?: number| no\\.?)?|driving licence(?: number)?|medicare(?: number)?|aadhaar(?: number| card)?|pan (?:card|number)
  steuer(?:-?id|nummer|identifikationsnummer)|(?:personal)?ausweis(?:nummer)?|personalausweis|reisepass(?:nummer)?|(?:reise)?pass-?(?:nummer|nr\\.?)|sozialversicherungsnummer|rentenversicherungsnummer|führerschein(?:nummer)?|dni|nie|nif|(?:número de )?pasaporte|seguridad social|número de (?:la )?seguridad social|(?:numéro de )?passeport|(?:numéro de )?sécurité sociale|carte d['’]identité|cpf|rg|cnpj|(?:número do )?passaporte|bsn|burgerservicenummer|paspoort(?:nummer)?|rijbewijs(?:nummer)?|codice fiscale|(?:numero di )?passaporto|carta d['’]identità|pesel|(?:numer )?dowod[ou]? ?(?:osobistego)?|numer (?:dowodu|paszportu)|paszport|(?:номер |серия )?паспорта?|снилс|инн|マイナンバー|個人番号|パスポート番号|免許証番号|身份证(?:号码?)?|护照号?码?|주민 ?등록 ?번호|여권 ?번호|personnummer|cpr(?:-nummer)?|fødselsnummer|(?:tc )?kimlik (?:no|numarası)|rodné číslo|henkilötunnus|cnp|cccd|nik|rut|curp|rfc`);

const KEY = lines(`
  (?:api|secret|access|private|encryption|signing|license|licence|product|ssh|webhook|recovery|client|shared|account|service|master|auth|wallet|consumer|secret access|storage)[ _-](?:keys?|secrets?|tokens?)|api[ _-]?keys?|tokens?|access tokens?|bot tokens?|auth tokens?|bearer|secrets?|client secret|(?:seed|recovery|secret|backup|mnemonic|wallet)[ -](?:phrase|words)|mnemonic|connection string|credentials
  (?:security|secret) (?:answer|question answer)|(?:answer to |your )?security question|mother['’]s maiden name|sicherheitsfrage|respuesta (?:secreta|de seguridad)|réponse secrète|resposta secreta
  (?:api[- ]?)schlüssel|zugangsschlüssel|geheimer schlüssel|zugriffsschlüssel|clave (?:de (?:la )?)?(?:api|privada)|cl[ée] (?:d['’]|de )?(?:l['’])?(?:api|secr[èe]te|priv[ée]e|accès)|jeton(?: d['’]accès)?|chave (?:de |da )?(?:api|acesso|secreta|privada)|token de (?:acceso|acesso)|api-?sleutel|chiave (?:api|segreta|privata)|klucz (?:api|prywatny)|ключ api|api[- ]?ключ|секретный ключ|токен|apiキー|シークレット(?:キー)?|アクセストークン|(?:api)?密钥|令牌|api ?키|비밀 ?키|wiederherstellungsphrase|frase (?:semilla|de recuperación)|phrase de récupération`);

/** Before a label: part of the same word, so another label. After it: no label of a field. */
export const SECRET_LABELS = [PASSWORD, CODE, CARD, BANK, IDENTITY, KEY].join('|');

export const CODE_LABELS = `${CODE}|pins?(?: code| number)?|pass ?codes?`;
/** What a session is known by. */
export const SESSION_LABELS =
  'session[ _-]?(?:ids?|keys?|tokens?|cookies?)|phpsessid|jsessionid|sid|sitzungs-?(?:id|schlüssel)|id de (?:sesión|session|sessão)|identifiant de session|идентификатор сессии|セッションid|会话id|세션 ?id|cookies?|nonce|code[ _]verifier|csrf|xsrf|jwt|hmac|oauth';
export const NUMBER_LABELS = `${CARD}|${BANK}|${IDENTITY}`;
export const WORD_LABELS = `${PASSWORD}|${KEY}`;
/** Field with nothing but "Code" on it. */
export const BARE_CODE = 'code(?! postal)|código|codice|kod|код|コード|验证|kode|kód';

export const NAME_LABELS = lines(`
  (?:first|last|full|given|family|middle|your|contact|legal|maiden|billing|recipient|customer|preferred)[ -]?names?|sur ?name|forename|name|vorname|nachname|familienname|vollständiger name|nombre(?: completo)?|apellidos?|prénom|nom(?: de famille| complet)?|nome(?: completo)?|sobrenome|apelido|cognome|voornaam|achternaam|naam|imię(?: i nazwisko)?|nazwisko|имя|фамилия|отчество|фио|氏名|名前|お名前|姓|名|姓名|名字|이름|성명|ad(?:ı| soyad)|soyad(?:ı)?|förnamn|efternamn|namn|fornavn|efternavn|navn|etternavn|jméno|příjmení|etunimi|sukunimi|név|họ tên|nama`);
export const ADDRESS_LABELS = lines(`
  (?:street|home|postal|mailing|billing|shipping|delivery|your)? ?address(?: line)?(?: ?[12])?|street|house number|apartment|city|town|zip(?: code)?|post ?code|postal code|straße|strasse|hausnummer|anschrift|adresse|lieferadresse|rechnungsadresse|plz|postleitzahl|ort|stadt|dirección|calle|ciudad|código postal|rue|ville|code postal|endereço|rua|cidade|cep|adres|straat|postcode|plaats|woonplaats|indirizzo|via|città|cap|ulica|miasto|kod pocztowy|адрес|улица|город|индекс|住所|郵便番号|地址|邮政编码|주소|adress|gata|postnummer`);
export const DATE_LABELS = lines(`
  date of birth|birth ?(?:date|day)|dob|born(?: on)?|geburtsdatum|geburtstag|geboren am|fecha de nacimiento|date de naissance|data de nascimento|geboortedatum|data di nascita|data urodzenia|дата рождения|生年月日|出生日期|생년월일|doğum tarihi|födelsedatum|fødselsdato|datum narození`);
