/// German first names and their short forms (Germany, Austria, Switzerland).
let germanNicknames = """
    adelheid: heidi adele
    albrecht albert: bert
    alexander aleksander: alex sascha sandro xandi lex
    alexandra: alex sandra sascha xandra
    alfons: fons
    alfred: fred fredi alf
    alois aloisius: luis lois loisl
    andreas: andi andy
    anja anna anne: anni anneli annika antje änne
    annemarie: annemie anne
    anneliese annelise: anne lisa liesl
    annegret: anne gret
    anton: toni
    antonia: toni
    armin: mini
    barbara: babs bärbel babsi barbi
    benedikt: bene beni ben
    benjamin: ben benni benny
    bernhard bernard: bernd berni hardy
    bernd berndt:
    brigitte brigitta: gitte gitti britta birgit gitta biggi
    carolin caroline karolin karoline carolina: caro karo line
    christa christiane christina christine kristina kristine: christel chris tina christl
    christian kristian: chris chrissi christl
    christoph christof kristof christopher: chris stoffel toffi
    claudia klaudia: claudi
    klaus claus nikolaus niklaus niklas:
    clemens klemens:
    cornelia kornelia: conny nele conni nelly corinna
    daniel: dani dan
    daniela: dani
    david: dave
    dieter dietrich diether: didi dirk
    dominik dominic: domi nik
    dominique: domi
    dorothea dorothee: doro dora thea dorle dörte
    eberhard: ebi hardy
    eckhard ekkehard eckart: ecki
    eduard edward: edi
    eleonore leonore elenore: lore nora leni
    elfriede: elfi friedel
    elisabeth elsbeth elizabeth: lisa elli else elsa liesl lisbeth betti sissi sisi elise ilse lisi
    elke alke:
    emil: emi
    emilia: emi mila
    engelbert: bert
    erich: erik
    ernst: erni
    eva: evi evchen
    fabian: fabi
    felix: feli
    felicitas: feli
    ferdinand: ferdi nandl
    florian: flo flori
    franz: franzl franzi
    franziska: franzi sissi ziska franka
    friedrich frederik friederich: fritz fred fredi friedel
    friederike frederike: rike rieke fritzi friedel
    gabriel: gabi
    gabriele gabriela: gabi gaby
    georg: schorsch jörg jürgen görg
    gerhard gerhart: gerd gert geri hardy
    gerd gert:
    gertrud gertrude: trude gerti trudi traudl
    gisela: gisi gila
    gottfried: friedel götz
    günter günther gunther: günni
    hannelore: hanne lore hanni
    hanna hannah: hanni hanne
    johanna: hanna hanni hanne joana
    hans johann johannes: hannes hansi jo joni
    hansjörg:
    hansjürgen:
    harald: harry hardy
    hedwig: hedi hedy
    heinrich: heinz heiner heini hein
    heinz heinrich:
    helene helena: leni lena hella
    helga: hella
    helmut helmuth hellmut: helle
    henriette: jette henni
    herbert: herb bertl
    hermann: mandi
    hildegard: hilde hildi
    horst: hotte
    hubert: hubi bert
    hugo: hugi
    ignaz: nazi igi
    ilse: ilsebill
    inge ingeborg ingrid: inga
    irmgard: irmi irma
    isabella isabelle isabel: isa bella isi
    jakob jacob: jocki köbi jack
    jan johannes:
    jana janina: jani nina
    jennifer: jenny jen
    jens johannes:
    jessica jessika: jessi
    joachim: achim jochen jo jockel
    jochen joachim:
    jörg jürgen:
    josef joseph: sepp jupp joschi beppi seppi
    josefa josefine josephine: josi fini peppi pepi
    julia: juli jule julchen
    juliane: juli jule liane
    julian: juli
    julius: jul
    jutta:
    karl carl: kalle charly karli
    karla carla:
    karsten carsten:
    katharina katarina catharina: kathi käthe kati katja trine käthi katha nina
    kathrin katrin catrin: kathi kati
    kerstin kirsten:
    konrad conrad: conny kurt conni
    konstantin constantin: kosta consti
    kristin christin:
    kurt curt:
    laura:
    leonhard leonard: leo hardl lenny
    leopold: leo poldi
    lorenz laurenz: lenz enzo
    lothar:
    ludwig: lutz wiggerl luggi
    lukas lucas: luki luk
    luise louise: lulu
    magdalena magdalene: lena leni magda
    manfred: manni manne fred mani
    manuel: manu
    manuela: manu ela
    marcel: marci
    margarete margareta margarethe: grete gretel gretchen greta rita marga gitta gretl margit margot
    margrit margret:
    maria: mia mizzi mitzi ria
    marie: mariechen mimi
    marianne: nanni janne
    marion:
    markus marcus: mark marc maggi
    marlene maria-magdalena: lene leni marle
    marlies marieliese: lies
    martha marta:
    martin: maddin tinu
    martina: tina
    mathias matthias mattias: matze hias matti thias matthes
    mathilde: tilda hilde thilde
    max maximilian: maxi
    mechthild mechthilde:
    melanie: mel melli
    michael: michi michel mike mischa michl
    michaela: michi ela
    monika: moni
    moritz mauritz: mo
    nadine: nadi
    natalie nathalie: nati
    nicole: nici nicki
    nikolaus niklaus nikolas nicolas niklas: niki nick klaus nico niko
    norbert: bert nobbi
    oliver: oli olli
    oskar oscar: ossi
    otto: otti
    patricia: pat patti
    patrick: pat paddy
    paul: pauli
    paula pauline:
    peter: pit pete pesche
    petra: peti
    philipp philip phillip: phil lipp flip
    rainer reiner:
    ralf ralph:
    rebecca rebekka: becky becki
    regina regine: gina
    reinhard reinhart: reini hardy
    reinhold: reini
    renate: nati reni
    richard: richi rick
    robert: rob robbi robi bert
    roland: roli rolli
    rolf rudolf:
    roswitha: rosi wita
    rosa rosemarie rosmarie: rosi romy
    rudolf rudolph: rudi rolf
    rüdiger: rudi rüdi
    rupert ruprecht: rupp
    sabine sabina: bine sabinchen bini
    samuel: sam sämi sami
    sandra: sandi
    sebastian: basti wastl basti bastian seb
    siegfried: sigi siggi
    sieglinde: linde sigi
    sigrid: sigi siri
    silvia sylvia: silvi sylvi
    simon: simi
    simone: moni simi
    sofie sophie sofia sophia: sofi fifi
    stefan stephan: steffen stef fani stevo
    stefanie stephanie: steffi stefi fanny
    susanne susanna: susi sanne suse susann
    sven swen:
    tanja tania:
    tatjana: tanja
    theodor: theo
    theresa theresia therese teresa: resi thesi rese terry
    thomas tomas: tom tommy thomi
    thorsten torsten: totti
    tobias: tobi
    ulrich: uli ulli ueli udo utz
    ulrike: uli rike ulli ulla
    ursula: uschi ursel ulla uschi
    uwe:
    valentin: vali
    valentina: vali tina
    verena: vreni reni
    veronika: vroni vero
    viktor victor: vik
    viktoria victoria: vicky vicki
    volker:
    waltraud waltraut: traudl traudi
    walter walther: walti
    werner: werni
    wilhelm: willi willy helmut wim
    wilhelmine: minna mina wilma minchen helma
    winfried: winni
    wolfgang: wolf wolfi wolle gangerl
    xaver: xaverl xavi
    yvonne ivonne:
    """
