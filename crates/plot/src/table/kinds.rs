//! Tables of histograms, bars, matrices, walls, networks and tokens.

use super::{Table, Tabular};
use crate::{Bars, Histogram, Matrix, Network, TokenLine, Wall, wall::Tone};

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}

/// The k-th name, or its number from 1.
fn name(names: &[&str], k: usize) -> String {
    names.get(k).filter(|n| !n.is_empty()).map_or_else(|| (k + 1).to_string(), |n| (*n).to_owned())
}

impl Tabular for Histogram<'_> {
    /// One row per bin and one column per set; in long form (set, from, to, count) when sets have bins of their own.
    fn table(&self) -> Table {
        let names: Vec<&str> = self.parts.iter().map(|p| p.name).collect();
        let ends = |p: &crate::histogram::Part<'_>, k: usize| {
            [p.bins.edges.at(k), p.bins.edges.at(k + 1)].map(|e| e.to_string())
        };
        if let [first, rest @ ..] = self.parts
            && rest.iter().all(|p| p.bins.edges == first.bins.edges)
        {
            let row = |k: usize| {
                let counts =
                    self.parts.iter().map(|p| p.bins.counts.get(k).map_or_else(String::new, ToString::to_string));
                ends(first, k).into_iter().chain(counts).collect()
            };
            let mut header = words(["from", "to"]);
            header
                .extend((0..names.len()).map(|k| if names.len() == 1 { "count".to_owned() } else { name(&names, k) }));
            return Table { header, rows: (0..first.bins.edges.count).map(row).collect() };
        }
        let mut rows = Vec::new();
        for (i, part) in self.parts.iter().enumerate() {
            for (k, count) in part.bins.counts.iter().enumerate() {
                let [lo, hi] = ends(part, k);
                rows.push(vec![name(&names, i), lo, hi, count.to_string()]);
            }
        }
        Table { header: words(["set", "from", "to", "count"]), rows }
    }
}

impl Tabular for Bars<'_> {
    fn table(&self) -> Table {
        let spread = |b: &crate::bars::Bar<'_>| match b.range {
            Some((low, high)) => format!("{low} – {high}"),
            None => b.spread.to_string(),
        };
        let row = |b: &crate::bars::Bar<'_>| vec![b.name.to_owned(), b.value.to_string(), spread(b)];
        Table {
            header: words(["name", self.title.unwrap_or("value"), "±"]), rows: self.bars.iter().map(row).collect()
        }
    }
}

impl Tabular for Matrix<'_> {
    /// The matrix itself, with its names, or with numbers from 1.
    fn table(&self) -> Table {
        let corner = self.row_title.unwrap_or_default().to_owned();
        let header = std::iter::once(corner).chain((0..self.columns).map(|k| name(self.column_names, k))).collect();
        let row = |(k, row): (usize, &[f32])| {
            std::iter::once(name(self.row_names, k)).chain(row.iter().map(ToString::to_string)).collect()
        };
        Table { header, rows: self.values.chunks(self.columns.max(1)).enumerate().map(row).collect() }
    }
}

impl Tabular for Wall<'_> {
    /// One row per row of pixels, with the image that it belongs to; pixels in colour have three columns.
    fn table(&self) -> Table {
        let mut header = words(["image", "row"]);
        for column in 1..=self.width {
            match self.tone {
                Tone::Of(_) => header.push(column.to_string()),
                Tone::Rgb { .. } => header.extend(["R", "G", "B"].map(|c| format!("{column} {c}"))),
            }
        }
        let mut rows = Vec::new();
        for (image, row) in (0..self.count()).flat_map(|i| (0..self.height).map(move |r| (i, r))) {
            let mut cells = vec![name(self.captions, image), (row + 1).to_string()];
            for column in 0..self.width {
                let numbers = self.at(crate::wall::Pixel { image, row, column }).unwrap_or([f32::NAN; 3]);
                let count = if matches!(self.tone, Tone::Of(_)) { 1 } else { 3 };
                cells.extend(numbers.iter().take(count).map(ToString::to_string));
            }
            rows.push(cells);
        }
        Table { header, rows }
    }
}

impl Tabular for Network<'_> {
    /// One row per node with its answer, then one per link with its weight.
    fn table(&self) -> Table {
        let mut rows = Vec::new();
        for (k, layer) in self.layers.iter().enumerate() {
            for (node, value) in layer.values.iter().enumerate() {
                rows.push(vec![(k + 1).to_string(), name(layer.labels, node), String::new(), value.to_string()]);
            }
        }
        for (k, (pair, weights)) in self.layers.windows(2).zip(self.weights).enumerate() {
            for (i, weight) in weights.iter().enumerate() {
                let outputs = pair[1].values.len().max(1);
                let (from, to) = (name(pair[0].labels, i / outputs), name(pair[1].labels, i % outputs));
                rows.push(vec![(k + 1).to_string(), from, to, weight.to_string()]);
            }
        }
        Table { header: words(["layer", "node", "to", "value"]), rows }
    }
}

impl Tabular for TokenLine<'_> {
    fn table(&self) -> Table {
        let cell = |list: &[f32], i: usize| list.get(i).map_or_else(String::new, ToString::to_string);
        let from = self.arcs.map(|a| name(self.tokens, a.from));
        let mut header = words(["number", "token", "weight"]);
        header.extend(from.map(|token| format!("← {token}")));
        let row = |(i, token): (usize, &&str)| {
            let mut cells = vec![(i + 1).to_string(), (*token).to_owned(), cell(self.weights, i)];
            cells.extend(self.arcs.map(|a| cell(a.weights, i)));
            cells
        };
        Table { header, rows: self.tokens.iter().enumerate().map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Palette,
        bars::Bar,
        histogram::{Bins, Edges, Part},
        network::NodeLayer,
        palette::Coat,
        table::rows,
        token_line::Arcs,
    };

    #[test]
    fn bins_stand_in_rows() {
        let (a, b) = ([0.0, 1.0, 1.1], [2.0, f32::NAN]);
        let edges = Edges::of(&[&a, &b]);
        let (one, two, own) = (Bins::new(&a, edges), Bins::new(&b, edges), Bins::of(&b));
        let part = |name, bins| Part { name, bins, coat: Coat::Sign };
        let parts = [part("a", &one), part("b", &two)];
        let table = rows(&Histogram { parts: &parts, ..Histogram::default() });
        assert_eq!(table.header, ["from", "to", "a", "b"]);
        assert_eq!(table.rows.len(), edges.count);
        assert_eq!(table.rows[0], ["0", "0.2", "1", "0"]);
        let table = rows(&Histogram { parts: &parts[..1], ..Histogram::default() });
        assert_eq!((table.header[2].as_str(), table.rows[0].len()), ("count", 3));
        let parts = [part("a", &one), part("", &own)];
        let table = rows(&Histogram { parts: &parts, ..Histogram::default() });
        assert_eq!(table.header, ["set", "from", "to", "count"]);
        assert_eq!(table.rows.len(), one.counts.len() + own.counts.len());
    }

    #[test]
    fn every_kind_says_all_its_numbers() {
        let bars = [Bar { spread: 0.5, ..Bar::new("a, b", 2.0) }];
        assert_eq!(rows(&Bars { bars: &bars, ..Bars::default() }).to_csv(), "name,value,±\n\"a, b\",2,0.5\n");
        let values = [1.0, 2.0, 3.0, 0.1, f32::NAN, 6.0];
        let matrix = Matrix { row_names: &["x", "y"], row_title: Some("row"), ..Matrix::new(2, 3, &values) };
        assert_eq!(rows(&matrix).to_csv(), "row,1,2,3\nx,1,2,3\ny,0.1,NaN,6\n");
        let wall = Wall { captions: &["七"], ..Wall::new((2, 3), &values, Palette::Picture { lo: 0.0, hi: 1.0 }) };
        assert_eq!(rows(&wall).to_csv(), "image,row,1,2,3\n七,1,1,2,3\n七,2,0.1,NaN,6\n");
        let wall = Wall { tone: Tone::Rgb { lo: 0.0, hi: 1.0 }, planes: true, captions: &[], width: 1, ..wall };
        assert_eq!(rows(&wall).to_csv(), "image,row,1 R,1 G,1 B\n1,1,1,3,NaN\n1,2,2,0.1,6\n");
        let layers = [
            NodeLayer { labels: &["in", ""], values: &[5.0, 6.0], name: "" },
            NodeLayer { values: &[7.0], ..NodeLayer::default() },
        ];
        let palette = Palette::Sign { reach: 1.0 };
        let weights: [&[f32]; 1] = [&[0.5, -0.5]];
        let network = Network { layers: &layers, weights: &weights, palette, arrows: false, chosen: None, more: "" };
        let csv = "layer,node,to,value\n1,in,,5\n1,2,,6\n2,1,,7\n1,in,1,0.5\n1,2,1,-0.5\n";
        assert_eq!(rows(&network).to_csv(), csv);
        let arcs = Some(Arcs { from: 1, weights: &[0.25, 0.75] });
        let tokens = TokenLine { tokens: &["a", "\n"], weights: &[], palette, arcs, chosen: None, more: "" };
        assert_eq!(rows(&tokens).to_csv(), "number,token,weight,\"← \n\"\n1,a,,0.25\n2,\"\n\",,0.75\n");
    }
}
