/// Common first names of the twenty countries that the nickname tables do not hold already, above
/// all those that lie one letter from another. Written for this project.
let commonGivenNameList = """
    aada aadel abel abril ada adela adele adina adrian adriana adriano adrienne ahmed aileen aina
    aino aira aitana aksel alan alana alba albert alberta alberte alberto albin alejandra alejandro
    alejo aleksi alena alessia alexander alexandra alexandre alexandros alfonsina alicja alina aline
    alisa alison allie alma almira alva alvar alvin amalia amalie amanda amber amelie amin amina
    amir amira amparo amund ana anabel anahi anais anastasia andrea andreas andrine aneta anete
    angelica angelika angelina angelo aniela anika anine anisa anja anke anneli annelie annie anouk
    ansgar antje antonella antonia antonin antonio anya ariadna ariana ariane ariel arleta arlo
    armas armin arnaud arne arno arvi arvo asbjorn asger ashton aslak aslaug asmund asta aston
    astrid asya atle aud audrey audun august augusta aune aurelia aurora aurore ava axel ayla aziz
    azucena bailey balthasar baptiste bas bastien beata beate beatrix bela bella benedicte bengt
    benita benny berend berit bernadeta bernt berta bertha bethany bettina betty bianca bianka
    billie birger birgit birk birte bjarne bjorg bjorn blanca blanka bodil bogna boguslaw boguslawa
    bohdan bohumil bohumila borghild boris borys brandon brecht brenda brendan brendon brian brianna
    brice brigitte brita britt britta brittany bronagh bronislaw bronislawa bruna bruno bryan
    brynhild caio calle callie camila camille capucine carina carla carlo carlos carlota carola
    carolin carson carsten carter caspar casper catrin celeste celia celina celine cesar chantal
    chiara chloe christian christiana christiane ciara ciaran cindy citlali clara clarissa claudia
    claudio clemens cleo clodagh clotilde colette colm conny cora coralie corentin corina corinna
    cosima cyprian cyril czeslaw czeslawa daan dag dagfinn dagny dale dalia damian damien damon dana
    daniel daniela daniele daniella danna danny dante dara daria dario darja darragh darren darryl
    daryl dean deanna dearbhla debora delia della denis denisa denise dermot desiree detlef devin
    devon diana diane didier dimitri dina dionne dita ditte dominik dominika donal donnacha dorian
    doris dorte dries dulce dunja dustin easton ebbe eda edda edeltraud edgar edina edit edith edvin
    edwin edyta eetu effie efren egil egon eija eili eilif eimear einar eino eira eithne eivind elea
    eleonore elias elina eline elis elisa elise eliza ella elle ellen ellie ellinor elliot elliott
    ellis elma elmar elmer eloise elsa else elsie elton elvin elvira elvis elwira ema emanuel
    emanuela emerson emil emile emilio emine emma emre enda endre ensio enzo eric erica erika erin
    erland erlend erling erna ernesta erwin eryk esa esben eskil espen esra estela estelle ester
    esther estrella ethan euan eugen eugenia eugenie eugeniusz eunice eva evan evelina eveline evert
    evi ewald ewan eystein eyvind fabian fabien fabienne fabio fabiola fabrizio falk fanny farah
    fatima fatma fedor felicia felicien felina femke fenna fenne fergal fergus fermin fernanda
    fernando fia fien filippa finja finn fintan fionn fionnuala fiorella flavia flavie flavien
    flavio flemming fleur floor flor florencia florentina florin floris francisca francisco franco
    frank franka frauke freddie fredrik freja freya frida frieda friedbert frode gabriel gabriela
    gabriele gaby gael gaelle gard gary gaspard gaute gautier gavin geir gemma genesis gerard
    gerardo gerda gerhild gerlinde germain gernot gesa ghislain ghislaine gianna gijs gilberto
    gilles gina giorgio giovanna gisela gisele gitte giulio gjermund goran gordon greta grete gro
    gudrun gudula guido gundula gunilla gunn gunnar gunvor gustavo gustaw gyda hailey hakim haley
    halle halvard halvor hamza hana hanan hanne hannes hans harald harley harris harrison harry
    hartmut hartwig hasan hassan hauke havard hayley hazel heath heather hector hedda hedvig hege
    heidi heike heiko heiner heleen helgard helge hella helle hellevi helma helmer helmi helvi
    hendrik hendrike henny henrik heriberto herman hermine hieronim hilda hilde hildur hilkka hilma
    holger hollie holly huda hugo humberto hussein hynek ian ibrahim ida iga ignacy igor iker ilka
    ilona ilse ilya imran ina ine ines inga ingar inge ingelore inger ingmar ingo ingolf ingrid
    ingunn ingvar inka irena irene ireneusz irina iris irja irma irmeli irmtraud isaac isak iseult
    isla ismael isolde itzel ivan ivana ivar ivette ivo ivona ivy iwona jacinta jackson jacob jade
    jaden jadon jakob jan jana jane janek jani janin janina janine janis janita janne jano jared
    jari jarle jarmo jarno jaroslav jaroslava jaroslaw jaroslawa jasmin jasmina jason jasper javiera
    jaxon jaya jayden jeannine jelena jelle jenna jenni jens jeppe jere jeremie jesper jesse jessika
    jette jill jimena jimmy jirina joana joanna joao joel joelle johannes jolanda jole jolene jolien
    jonas jonathan joni jonna jonne jonny joost joran jordan jorgen jorid joris jorn jorun jorunn
    josef josefa josiah josiane jost jostein jouko jouni joyce judit jules julian juliana juliane
    julianne juliano julie juliette julius juna june justin justine justus jutta juuso kaare kaat
    kai kaia kaie kaija kaisa kaisu kaj kajetan kajsa kalle kamal kamil kamila kara karel kari karim
    karima karin karina karine karl karla karlheinz karlijn karlo karol karola karoliina karolina
    karri karsten kasimir kaspar kasper katharine katja katri katrin katrina kauko kaya kayden kayla
    kaylee kayley keira kelsey kelvin kendall kendra kenny kent kerstin kevin khaled khalid kiara
    kilian kim kinga kira kirsi kirsten kirsti kjartan kjell kjetil klaas klara klaudia klaudiusz
    klothilde knut kobe koen kolbjorn kora kornel kornelie krista kristel kristen kristian kristiane
    kristin kristoffer ksawery kvido kyle kylie lacey lachlan lada ladislav ladislava laetitia lana
    lara lare larissa lars lasse latifa lauri laurie laurin layla lea leah leandro leda lee leevi
    leif leigh leila lela lena lene leni lenn lennart lennert lenny leokadia leon leona leonard
    leonie leonora leopoldo lev levi levin leyla lia liam liana liane libena lidia lieke lien lies
    lieve liisa lila lilah lilia lilian liliana lilja lilli lilly lina linda line linn linnea lino
    linus lisa lise liselotte lisette liv livia livio lizbeth loes logan loic lola longina lorcan
    lore lorena loretta loris lorraine lotta lotte lou louisa louise luca lucas lucia lucian luciana
    luciano lucien lucio ludger ludivine ludovic ludvig luigia luis luisa luise luka luna luuk luzie
    lydia lykke maaike maarten mackenzie mads maelle maeva maeve magnhild mai maia maike maiken
    maila mairead maite maja malachy malaika malene malik malika malin malina malte malthe manon
    manuel manuela mara marcel marcela marcelina marcella marcello marcelo marcia marcin marcos
    mareike marek maren margit margot mari maria mariam marian mariana mariann marianna marianne
    mariano marie mariella marielle marietta marijke marika marike marin marina marine mario marion
    marisa marise marisol marissa marit marita marius marja marjo marjolein marketta marko marlen
    marlena marlene marlies marlon marta marte martha martin martina martine marvin maryam maryse
    marzena mascha masha mason matej mathea mathilde matias mats mattea matteo maud maura mauricia
    mauricio mauro maxim maximo maya medea mees mehmet meike mela melanie melina melinda melisa
    melissa melvin mercedes merel merete merethe merja merle mervyn meta mette mia micha michael
    michaela michalina michele michelle mieczyslaw mieczyslawa mieke mika mikaela mikkel mila milan
    milana milena milla mille millie milo mina minerva mira mireille mirella miriam mirjam mirka
    mirko mirna miroslav miroslava miroslaw miroslawa mirthe moa mohamed mollie mona monique morgan
    mustafa myles myra myriam nada nadege nadezda nadia nadine nadja naima naja nancy nanna naomi
    natali natalina nathan nayeli nea neele nela nele nelli nelly nena nerea nia niamh nico nicola
    nicole nicoline niilo niina niki nikita nikodem nikol nikola nikolai nikolaj nikolas nikoline
    nilla nils nina nino noa noah noe noel noelia noelle noemi noemie nona noor nora norma norman
    norvald nuala nuria oceane octavio oda oddny oddvar odette odile oisin ola olaf olav ole olga
    olive oliver olivia oliwier olle olli oluf omar ona ondine oonagh orla orlaith orvokki osman
    otilia ottilie otto outi ove oystein oyvind ozan paige paola paolo pascal patrice patricia
    patricio patrik paula pauliina paulina pauline paulino paulo pavel pavla pavlina payton pedro
    pelle per perla pernille peter petr petra peyton pia piero pieter pietro pilvi pinja pirjo
    pirkko piroska pola polly preben puck quentin quincy quinn radana radka radoslav radoslava ragna
    ragnar ragnhild raimo rami ramona rana randi rania raoul raphael rasmus raul ravn reagan rebeca
    reeta reetta regan regina regine regis reidar reidun reijo reinhild reino remi remo renata
    renate rene renee renzo reyna ria ricarda riccardo riina riitta rikke riley rita ritva roald
    roar robert roberta roberto rocio roderich rolf romain roman romana romeo romina rona ronan
    ronja ronnie ronny rosalia rosalie rosario rosita roswin roxana roxane rozalia ruairi ruben ruby
    rudi runa rune russell ruth ryan ryder rylee ryszard sabina sabrin sabrina sakari salla sally
    salma salome sami samia samir samira samuel samuli sana sander sandra sandro sani sanie sanja
    sanna sanne santeri saoirse sara sarita sarlota sasha saskia satu savannah sean sebastian seija
    selena selene selina selma senan senja seppe serena serge sergei sergio seth severin severine
    seweryn shane shannon shaun shauna shayne sheila shelby sidonie siebe sien sierra sif sigbjorn
    sigmar signe sigrid sigrun sigve siham silas sile silja silje silke sille silva silvana silvano
    silvia silvio simon simona simone simonetta simoni sina sindre sini siri sirkka sirpa sissel siv
    sivert sixten skye skyler sofiane sofie soile solange solene solfrid solvei sondre sonia sonja
    sorcha stacey stacy stanislav stanislava steen stefan stefania stefano stein steinar stela
    stella stellan sterre stian stijn stina stine sture suad summer sunniva suvi svante svea sven
    svenja sverre svetla svetlana swantje sylvain sylvana sylvia synne synnove syver tabea tadhg
    taina tamar tamara tamina tanguy tania tanja tanya tara tarik tarja tarmo tatiana tatjana taylor
    tea teija tellervo telma teodora terese terhi terje tero tess tessa thea thelma theo thijs
    thilda thilo thomas thora thordis tia tiago tiana tibor tiffany tiia tiina tijn tilda tilde till
    tillie tilly tim timo timon tina tindra tine tino tiril tirza tjorven tobiah tobias toivo tom
    toma tomi tommy toni tonje toon tora torben torbjorn tord tore torgeir toril torill torleif
    tormod torun torunn tova tove travis trent trevor trine tristan troels trond troy trude trygve
    trym tuija tuomo turid tuula tuuli tuva tyler tymon tymoteusz tyra tyrone tytti tytus tyyne ugo
    ulf ulises ulla ulrik uma una unn unni urban urho uriel urs ute uwe vaclav vaclava vaino valborg
    valentin valentina valentine valentino valeria vanesa vanessa vanja varg veeti vegar vegard
    veikko vendela vera verena veronica vesa vetle vibeke victoria victorio vidar vieno vigdis viggo
    viktor viktoria viktorie vilde vilfred vilja viljar villads vilma vilmar vincenta viola violeta
    violetta virpi vita vito vittoria vivi vivian viviana viviane vladimir vladimira vlasta volha
    wade wanda wannes ward wayne wenche wendy wenzel weston wiebke wieland wieslaw wieslawa wilfried
    willie willy wilma wim wiola wioleta wioletta wladyslaw wladyslawa wojciecha wout wyatt xavier
    xenia ximena yadira yannick yara yasmin yasmina yasmine yngvar yngve yolanda youssef yusuf yvan
    yvette yvonne zainab zaneta zara zdenek zdenka zdislava zdzislaw zdzislawa zelda zelma zita zoe
    zoey zora zuzana
    """
