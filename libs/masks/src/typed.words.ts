/** Verbs of typing, as recorders of sessions and people write them. */
export const VERBS =
  '(?:re-?)?(?:typed|types|type|typing|entered|enters|enter|entering|keyed in|keyed|filled(?: in| out)?|fills(?: in| out)?|fill(?: in| out)?|pasted|pastes|paste|inputted|inputs|inserted|insert|wrote|writes|put|sets|set|changed|changes|updated|submitted|submits|provided|supplied|gave|input|autofilled|auto-filled|recorded|used|tried|confirmed|saved|added|replaced|selected|chose|picked' +
  '|eingabe von|eingegeben|eingetippt|gibt|gab|tippte|tippt|getippt|schrieb|schreibt|füllte|füllt|fügte|trug|trägt|setzte|änderte|eingetragen|ausgefüllt|eingefügt|einfügte' +
  '|escribió|escribe|ingresó|introdujo|introduce|tecleó|pegó|rellenó|puso|completó|cambió|digitó' +
  '|saisie de|a saisi|saisit|saisi|a tapé|tapé|tape|a entré|entré|entre|a rempli|rempli|remplit|a collé|collé|a écrit|a renseigné|renseigné|a inséré' +
  '|digitou|digita|inseriu|preencheu|introduziu|colou|escreveu|informou' +
  '|typte|typt|getypt|voerde|voert|ingevoerd|vulde|vult|ingevuld|plakte|geplakt|schreef' +
  '|ha digitato|digitato|ha inserito|inserito|ha scritto|scritto|ha compilato|ha incollato|compilato' +
  '|wpisał[ao]?|wpisuje|wprowadził[ao]?|wkleił[ao]?|podał[ao]?|uzupełnił[ao]?' +
  '|ввёл|ввел[аи]?|вводит|введено|напечатал[а]?|вставил[а]?|указал[а]?|заполнил[а]?' +
  '|skrev|skriver|angav|matade|fyllde|klistrade|indtastede|udfyldte|tastet|fylte|zadal[a]?|napsal[a]?|vyplnil[a]?|vložil[a]?|kirjoitti|syötti|beírta|megadta|a introdus|a tastat|a scris|memasukkan|mengetik|đã nhập|nhập|yazdı|girdi|doldurdu|yapıştırdı|rellenad[oa]|escrit[oa]|introducid[oa]|ingresad[oa]|establecid[oa]|pegad[oa]|preenchid[oa]|digitad[oa]|inserid[oa]|definid[oa]|remplie|saisie|entrée|collée?|définie?|gesetzt|geändert|eingefügt|impostat[oa]|inserita|digitata|incollat[oa]|ingesteld|ustawion[oaey]|wpisan[oaey]|uzupełnion[oaey]|заполнен[оа]?|введ[её]н[оа]?|вставлен[оа]?|ввів|ввела|копіює|скопировал[а]?|copied|copies|kopierte|kopiert|copió|copia|copiou|a copié|skopiował[ao]?|كتب|كتبت|أدخل|أدخلت|ادخل|لصق|إدخال|ملأ|הקליד|הקלידה|הזין|הזינה|הדביק|टाइप|दर्ज|पेस्ट|डाला|भरा|πληκτρολόγησε|εισήγαγε|έγραψε|επικόλλησε|συμπλήρωσε|พิมพ์|กรอก|ป้อน|วาง|gõ|dán|điền|menempel|mengisi|memasukkan|ketik|vyplnila|vepsal[a]?|vložil[a]?|naplnil|въведе|попълни|унео|kirjoittaa|liitti|täytti|gépelte|beillesztette|kitöltötte|introdus|lipit|completat|入力|貼り付け|输入|填写|粘贴|輸入|입력|붙여넣)';

/** Between the value and the field. */
export const INTO =
  "(?:in|into|inside|to|on|onto|for|as|at|im|ins|auf|en|dans|em|no|na|nel|nella|nell'|nello|w|we|do|в|во|i|på|v|au|sur|pour|para|sul|sulla|per|voor|als|bij|ke|di|pada|vào|în|como|comme|als|из|под|über|unter|bei|zum|a|à|au|al|ad|alla)";

/** Between the field and the value. */
export const WITH =
  '(?:with|as|to|by|using|is|was|equals|mit|auf|als|con|come|como|avec|à|comme|com|para|met|in met|op|z|jako|na|на|как|med|som|till|til|s|value|=>|→|->|:|=|–|—|-)';

/** Words that are not what was typed. */
export const FILLER = new Set(
  (
    'the a an his her their my your its some any new old current wrong incorrect correct invalid valid same different another in into out on up text value values something ' +
    'nothing data details info information it this that one more again twice and or then content contents characters digits number numbers code codes password passwords pin card field fields input box form key keys ' +
    'from to with as for of user customer visitor name email address username ' +
    'das der die den dem ein eine einen neue neues falsche falsches wert sein ihr seine el la los las un una su le les l une des son sa o os um uma seu sua de het een zijn haar il lo uno suo nel campo feld champ veld pole поле en dans w в неверный новый свой'
  ).split(' '),
);
