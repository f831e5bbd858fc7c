//! One pixel (Su, Vargas and Sakurai, IEEE Transactions on Evolutionary Computation, 2019): of a picture one pixel gets another value, and which
//! one and which value is bred by differential evolution (Storn and Price, 1997): a child is `r₁ + ½ (r₂ − r₃)` of three drawn at random, and
//! takes its parent's place if the picture withstands less with it. Logits are all that is asked of the classifier, no slope.

use super::order::Order;
use super::told::{SURE, lead_of, tell};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{Asked, PIXELS, SIDE, Victim};
use compute::rng::Stream;
use compute::{Device, EngineError, Machine};
use data::made::digits::CLASSES;
use labkit::model::Local;

/// Pixels that a picture breeds.
const POPULATION: usize = 16;
/// How much of a difference a child takes on.
const DIFFERENCE: f32 = 0.5;
/// Stream of random numbers of the first picture; each has its own.
const BRED: u32 = 0x91e1;

/// Row, column, and value.
type Gene = [f32; 3];

pub(super) struct Pixel {
    asked: Asked,
    breeds: Vec<Breed>,
    away: f32,
    begun: bool,
}

/// What is bred for one picture.
struct Breed {
    first: Vec<f32>,
    class: usize,
    random: Stream,
    genes: Vec<Gene>,
    /// By how much the picture withstands with each.
    leads: Vec<f32>,
    /// The best, and what is said of it; of the picture itself before there are any.
    best: Vec<f32>,
    lead: f32,
    logits: Vec<f32>,
}

fn held(gene: Gene) -> Gene {
    let side = SIDE as f32 - 1e-3;
    [gene[0].clamp(0.0, side), gene[1].clamp(0.0, side), gene[2].clamp(0.0, 1.0)]
}

impl Breed {
    /// As the paper draws them: places evenly, values around grey with a spread of half the range.
    fn founder(&mut self) -> Gene {
        let side = SIDE as f32;
        let random = &mut self.random;
        held([random.uniform() * side, random.uniform() * side, 0.5 + 0.5 * random.normal()])
    }

    fn child(&mut self) -> Gene {
        let mut other = || {
            let at = (self.random.uniform() * POPULATION as f32) as usize;
            self.genes.get(at).copied().unwrap_or_default()
        };
        let [one, two, three] = [other(), other(), other()];
        held(std::array::from_fn(|at| one[at] + DIFFERENCE * (two[at] - three[at])))
    }

    fn with(&self, gene: Gene) -> Vec<f32> {
        let mut picture = self.first.clone();
        if let Some(pixel) = picture.get_mut(gene[0] as usize * SIDE + gene[1] as usize) {
            *pixel = gene[2];
        }
        picture
    }

    fn found(&self) -> bool {
        self.lead < -SURE
    }

    /// Takes what is said of picture `best`.
    fn take(&mut self, best: Vec<f32>, lead: f32, logits: &[f32]) {
        (self.best, self.lead, self.logits) = (best, lead, logits.to_vec());
    }
}

impl Pixel {
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Result<Self, EngineError> {
        let asked = Asked::new(device, victim, rows.max(POPULATION))?;
        Ok(Self { asked, breeds: Vec::new(), away: 1.0, begun: false })
    }

    /// What is said of the pictures themselves.
    async fn look(&mut self) -> Result<(), EngineError> {
        let pictures: Vec<f32> = self.breeds.iter().flat_map(|breed| breed.first.iter().copied()).collect();
        let logits = self.asked.logits(&pictures).await?;
        for (breed, row) in self.breeds.iter_mut().zip(logits.chunks_exact(CLASSES)) {
            breed.take(breed.first.clone(), lead_of(row, breed.class, self.away), row);
        }
        self.begun = true;
        Ok(())
    }

    /// A generation of those that have not got there: children beside their parents, the first time founders.
    async fn breed(&mut self) -> Result<(), EngineError> {
        let away = self.away;
        let mut open: Vec<&mut Breed> = self.breeds.iter_mut().filter(|breed| !breed.found()).collect();
        let mut born = Vec::new();
        for breed in &mut open {
            let first = breed.genes.is_empty();
            let genes: Vec<Gene> =
                (0..POPULATION).map(|_| if first { breed.founder() } else { breed.child() }).collect();
            born.push(genes);
        }
        let pictures: Vec<f32> = open
            .iter()
            .zip(&born)
            .flat_map(|(breed, genes)| genes.iter().flat_map(move |gene| breed.with(*gene)))
            .collect();
        let logits = self.asked.logits(&pictures).await?;
        let said = logits.chunks_exact(CLASSES * POPULATION).zip(pictures.chunks_exact(PIXELS * POPULATION));
        for ((breed, genes), (rows, pictures)) in open.into_iter().zip(born).zip(said) {
            let both = rows.chunks_exact(CLASSES).zip(pictures.chunks_exact(PIXELS));
            for (at, (gene, (row, picture))) in genes.into_iter().zip(both).enumerate() {
                let lead = lead_of(row, breed.class, away);
                if breed.genes.len() <= at {
                    breed.genes.push(gene);
                    breed.leads.push(lead);
                } else if lead < breed.leads[at] {
                    (breed.genes[at], breed.leads[at]) = (gene, lead);
                }
                if lead < breed.lead {
                    breed.take(picture.to_vec(), lead, row);
                }
            }
        }
        Ok(())
    }

    async fn one_step(&mut self) -> Result<Told, EngineError> {
        if !self.begun {
            self.look().await?;
        }
        let found: Vec<bool> = self.breeds.iter().map(Breed::found).collect();
        let logits = self.breeds.first().map(|breed| breed.logits.clone()).unwrap_or_default();
        let told = tell(&logits, &found, self.breeds.iter().map(|breed| breed.lead));
        self.breed().await?;
        Ok(told)
    }
}

impl Attack for Pixel {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let (classes, away) = rows.sought();
        let one = |(at, (first, class)): (usize, (&[f32], &f32))| Breed {
            first: first.to_vec(),
            class: *class as usize,
            random: Stream::new(order.seed, BRED + at as u32),
            genes: Vec::new(),
            leads: Vec::new(),
            best: first.to_vec(),
            lead: f32::MAX,
            logits: vec![0.0; CLASSES],
        };
        self.breeds = rows.pictures.chunks_exact(PIXELS).zip(classes).enumerate().map(one).collect();
        (self.away, self.begun) = (away, false);
        Ok(())
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        vec![self.asked.machine()]
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for _ in 0..steps {
                all.push(self.one_step().await?);
            }
            Ok(all)
        })
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(async { Ok(self.breeds.iter().flat_map(|breed| breed.best.iter().copied()).collect()) })
    }
}
