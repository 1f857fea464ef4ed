/// Polish first names.
let polishNicknames = """
    adam: adaś adi
    adrian: adi adek
    agata: aga agatka
    agnieszka: aga agusia agniesia isia
    alicja: ala alka alusia
    albert: bercik
    aleksander: olek alek aleks alex
    aleksandra: ola olka oleńka ala oluś aleks
    andrzej: jędrek andrzejek jędruś
    anna: ania anka andzia hania anusia anula
    antoni: antek tosiek antoś tolek
    antonina: tosia tośka
    arkadiusz: arek aruś
    artur: artek arturek
    barbara: basia baśka barbórka
    bartłomiej bartosz: bartek bartuś
    beata: beatka
    bogdan bohdan: boguś
    bogumiła: bogusia
    bogusław: bogdan boguś bogusz
    bogusława: bogusia
    bożena: bożenka
    bronisław: bronek
    cezary: czarek
    dagmara: daga
    damian: damianek
    daniel: danielek
    danuta: danka danusia
    dariusz: darek daruś
    dawid:
    dominik: domino domek
    dominika: domi dominisia nika
    dorota: dorotka
    edward: edek edzio
    elżbieta: ela elka elunia
    emilia: emilka mila
    eugeniusz: gienek genek
    eugenia: gienia
    ewa: ewka ewunia
    ewelina: ewelinka ewela
    feliks: felek
    filip: filipek
    franciszek: franek franio
    franciszka: frania
    gabriela: gabrysia gaba
    grażyna: grażka grażynka
    grzegorz: grzesiek grzesio grześ
    halina: halinka hala
    hanna: hania hanka
    helena: hela helenka
    henryk: heniek henio
    henryka: henia
    hubert: hubcio
    ignacy: ignaś
    ilona: ilonka
    irena: irenka irka
    iwona: iwonka
    izabela izabella: iza izunia izka
    jacek: jacuś
    jadwiga: jadzia
    jakub: kuba kubuś
    jan: janek jaś jasiek jasio
    janina: janka jasia
    janusz:
    jarosław: jarek
    jerzy: jurek
    jędrzej andrzej:
    joanna: asia joasia aśka
    jolanta: jola jolka
    józef: józek ziutek józio
    józefa: józia
    julia: julka
    julian: julek
    justyna: justynka tyna
    kacper kasper: kacperek
    kamil: kamilek
    kamila: kamilka
    karol: karolek lolek
    karolina: karolinka karola lina
    katarzyna: kasia kaśka kasieńka kaja
    kazimierz: kazik kazek
    kazimiera: kazia
    kinga: kinia kunegunda
    konrad: konradek
    krystian: krystek kris
    krystyna: krysia kryśka
    krzysztof: krzysiek krzyś krzysio kris chris
    lech: leszek
    leon: leoś
    lucyna: lucynka
    ludwik: lutek
    łucja: łusia
    łukasz: łukaszek lukas
    maciej: maciek maciuś
    magdalena: magda madzia magdusia lena
    maksymilian: maks max maksiu
    małgorzata: gosia małgosia gośka gosieńka
    marcin: marcinek
    marcelina: marcela
    marek: mareczek maruś
    maria: marysia maryśka mania marylka maja
    marian: marianek
    mariola: mariolka
    mariusz: mariuszek maniek
    marlena:
    marta: martusia martynka
    martyna: martynka
    mateusz: mati mateuszek
    mieczysław: mietek mieciu
    michał: michałek misiek michaś
    mikołaj: miki mikołajek
    milena: mila
    mirosław: mirek
    mirosława: mirka
    monika: moniczka monia
    natalia: natalka nati
    norbert: norbi
    olga: ola oleńka olgunia
    oliwia: oliwka
    oskar: oskarek
    patrycja: pati patrysia
    patryk: pati
    paulina: paula paulinka
    paweł: pawełek
    piotr: piotrek piotruś
    przemysław: przemek
    radosław: radek
    rafał: rafałek
    renata: renatka
    robert: robuś robercik
    roman: romek
    ryszard: rysiek rysio
    sebastian: seba sebek
    sławomir: sławek
    stanisław: staszek stasiek staś stach
    stanisława: stasia
    stefan: stefek
    stefania: stefa stefka
    sylwester: sylwek
    sylwia: sylwunia sylwka
    szymon: szymek
    tadeusz: tadek tadzio
    teresa: tereska renia
    tomasz: tomek tomuś
    urszula: ula ulka
    wacław: wacek
    waldemar: waldek
    wanda: wandzia
    weronika: wera weronka
    wiesław: wiesiek
    wiesława: wiesia
    wiktor: wiktorek witek
    wiktoria: wika wiki
    wincenty: wicek
    witold: witek
    władysław: władek
    władysława: władzia
    włodzimierz: włodek
    wojciech: wojtek wojtuś
    zbigniew: zbyszek zbych
    zdzisław: zdzisiek zdzich
    zenon: zenek
    zofia: zosia zośka
    zuzanna: zuzia zuza
    zygmunt: zygmuś zyga
    """
