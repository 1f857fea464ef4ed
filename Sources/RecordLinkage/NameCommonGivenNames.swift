/// Common first names of the twenty countries that the nickname tables do not hold already, above all
/// those that lie one letter from another. Written for this project.
let commonGivenNameList = """
    aada aadel abel ada adela adele adina ahmed aileen aina aino alan alana alba albin alejo alena alessia alfonsina
    alicja alina aline alisa alison alma almira alva alvar alvin amalia amalie amanda amber amelie amin amina amira
    amir ana anabel anastasia andrea andrine anete angelica angelika angelina angelo anika aniela anine anisa anja
    anke anneli annelie anouk ansgar antje antonella anya ariana ariane ariel arlo armin arne arno arvo aslak astrid
    asta asya atle aud audrey august augusta aurelia aurora ava axel ayla aziz
    balthasar beate beatrix bela bella benedicte bengt benita berend berit bernt berta bertha bettina bianca birger
    birk birte bjarne bodil bogna boris borghild brian brianna brita britta bruna bruno brynhild
    caio calle camila camille carina carla carlo carola carolin carsten caspar casper catrin celeste celia celina
    celine cesar chantal chiara cindy clara clarissa claudio cleo clemens colette conny cora corina corinna cosima
    dag dagny damien damon dana daniella dante daria dario darja delia della denise desiree detlef diana diane dina
    dionne ditte dominika doris dorte dunja
    ebbe eda edda edgar edina edit edwin effie egil egon eili eilif einar eino eira eivind elea elias elina eline
    elis elisa elise elias eliza ella elle ellen elliot ellinor elma elmar elmer else elsa elton elvira elvin emanuel
    emanuela emerson emil emile emilio emine emre endre enzo erika erica erica erin erland erling erna ernesta erwin
    esa esben esra esther ethan eugen eugenie eunice evan evelina eveline evert eyvind
    fabio fabiola fabrizio fanny farah fatima fatma fedor felicia felina femke fernanda fia filippa finn finja
    fiorella flavia flavio flemming florentina florin frank franka franco frauke freddie freja freya frida frieda
    frode
    gaby gard gary geir gemma gerda gerhild gesa gianna gina giorgio giovanna gisele gitte giulio goran gordon grete
    gro gudrun guido gunilla gunn gunnar gunvor gustavo gyda
    hakim halle halvor hamza hanne hannes hans harry hasan hassan hauke hedda hedvig hege heidi heike heiko helge
    helle hella helma helmer hendrike henny hermine hilda hilde hildur hilma holger hugo huda hussein
    ibrahim ida iga ilka ilona ilya imran ina ine ines inga inge ingar inger ingo ingrid ingunn inka irina iris irma
    irmeli ismael isolde ivana ivar ivo ivona iwona
    jacinta jadon jaden jan jana jane jani janina janine janis janita janne jano jared jari jarle jarno jasmin
    jasmina javiera jaya jayden jeannine jelena jelle jenna jenni jens jessika jette jill joana joanna joao joel
    joelle johannes jole jolanda jolene jonas jonna jorid jorun jorunn josefa joyce judit juliana juliane juliette
    julius june justin justine justus jutta juuso
    kaare kai kaia kaie kaija kaj kajsa kaisa kalle kamal kara karel karim karima karina karl karla karlo karol
    karola karoliina karri karsten kasimir kaspar kasper katja katri kaya keira kent kerstin khalid kiara kim kira
    kirsi kirsten kirsti kjartan kjell klaas klara knut koen kora kornel krista kristel kristen kristin kristoffer
    lada lana lara lare larissa lars lasse latifa laurin lauri laurie lea leah leda leif leila lela lena lene leni
    lenn lenny leona leonie leonora leopoldo lev levi lia liam liana lidia lilian liliana liisa lilja lilli lilly
    lina linda line linn linnea lino lisa lise lisette liselotte liv livia livio lola lorena loretta loris lotta
    lotte lou louisa louise luca lucia lucian luciana luciano lucien ludovic luigia luis luisa luise luka luna lydia
    lykke
    mads mai maia maiken maila maja malaika malene malika malin malte manon manuela mara marcela marcella marcello
    marcelo marcia marek maren margit margot mari maria marian mariana marianna mariano marie mariella marielle
    marietta marijke marika marike marina marine mario marion marisa marise marissa marit marita marius marja marjo
    marjolein marko marlen marlene marlon marte martine martha mascha masha mathea mats mattea matteo maud maura
    mauro maxim maya medea mehmet meike mela melina melinda mercedes merete merja merle merete meta mette mia micha
    mieke mika mikaela mila milan milana milena milla milo mina mira mirella miriam mirjam mirka mirko mirna moa
    mohamed mona monique morgan mustafa myra
    nada nadia nadja naima nancy nanna naomi natali natalina nathan nea neele nela nele nelli nelly nena nerea nia
    niamh niina niki nikita nikola nikolaj nikoline nils nilla nina nino noa noah noel noelle nona noor nora nuria
    oda oddvar oddny ola olaf olav ole olga olle olli oluf omar ona ondine orla osman otilia otto ottilie outi ove
    ozan
    paola paolo pascal patrice patricio pauliina pavla pavlina pelle per perla pernille pia piero pietro pilvi pinja
    piroska preben
    radka ragna ragnar ragnhild rami ramona rana randi rania raoul rasmus raul ravn reeta reetta regine reidar reidun
    remo renata renate rene renee renzo ricarda riccardo rikke riina rita ritva roald roar roberta rocio rolf romain
    roman romana romeo romina rona ronja rosalia rosalie rosario rosita roxana rudi runa rune ruben ruth
    sabina sabrina sakari salla salma salome sami samia samir samira samuli sana sandro sanna sanne santeri sara
    sarita saskia sasha satu selena selene selina selma serena serge sergei sergio severin shaun shauna sidonie sif
    sigrun siham silja silje silke silva silvana silvano silvia silvio simona simone simonetta sina sindre sini siri
    sissel siv sixten sofiane solange solvei sonia sonja stacy steen stein steinar stella stellan stian stina stine
    sture suad sunniva suvi svante svea svenja svetlana sylvain sylvana synne synnove
    taina tamara tamar tanja tania tanya tarik tarja tatiana tatjana tea teija telma teodora tero terese terje thea
    thelma thilda thilo thora thordis tiago tiana tiia tilda tilde till tilly tim timo tina tindra tine tino tiina
    tiril tirza tjorven tobiah tom toma tomi toni tonje tora tord tore toril torun torunn tova tove trine tristan
    trond trude trygve tuija tuomo tuula tuva tyra tyler
    ulf ulla uma una unn unni urs urban uwe
    vanja varg vegard veikko vendela vera verena vesa vibeke vidar vieno viggo vigdis vilde vilja vilma vilmar vincenta
    viola violeta violetta virpi vita vito vittoria vivi vivian viviana viviane vlasta volha
    wanda wenche wendy wiebke wilma wim wioletta wojciecha
    xenia ximena yasmin yasmina yara yngvar yngve youssef yusuf yvette yvonne
    zainab zara zelda zelma zita zoe zoey zora zuzana
    julianne juliana mariann marianne kristiane kristian christiane christian christiana andrea andreas
    michaela michael michelle michele daniela daniele daniel gabriela gabriele gabriel manuel emanuel
    alexander alexandra alexandre alexandros antonia antonio antonin valentina valentino valentin
    marin marina martin martina marcin karin karina katrin katrina catrin sabrin stefan stefania stefano
    roberta roberto robert alberta alberto albert carlos carlo carla claudia claudio francisca francisco
    fernanda fernando alejandra alejandro mauricia mauricio victoria victorio viktoria viktor patricia patricio
    adriana adriano adrian adrienne juliana juliano julian lucio lucia lucian luciana mariana mariano marian
    paulina paulino pauline paula paulo pavla pavel petra petr peter pedro simona simon simone simoni
    jaroslav jaroslava miroslav miroslava stanislav stanislava vladimir vladimira zdenek zdenka bohumil bohumila
    ladislav ladislava radoslav radoslava vaclav vaclava ivan ivana dominik dominika nikol nikola nicola nicole
    kamil kamila marcel marcela roman romana denis denisa rene renata karol karolina josef josefa
    ryszard mieczyslaw mieczyslawa wladyslaw wladyslawa boguslaw boguslawa wieslaw wieslawa zdzislaw zdzislawa
    bronislaw bronislawa jaroslaw jaroslawa miroslaw miroslawa czeslaw czeslawa eugeniusz eugenia
    ellis elliot elliott harris harrison carter carson mason jason jaxon jackson ashton easton aston weston
    hayley hailey haley bailey kayley kaylee kayla layla leyla lila lilah mila milla mollie hollie holly polly
    ellie allie millie tillie billie willie callie
    jorgen joran jakob jacob kari annie elsie sondre sindre ingvar ingmar khalid khaled mariam maryam fenne fenna
    hana hanan sani sanie sanja ronny ronnie jonny conny benny kenny danny jimmy tommy willy sally betty nelly
    """
