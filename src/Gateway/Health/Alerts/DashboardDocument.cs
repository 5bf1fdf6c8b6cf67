using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Relevo.Gateway.Health.Alerts;

/// <summary>Writes <c>deploy/grafana/relevo.json</c>, a dashboard that Grafana imports.</summary>
internal static class DashboardDocument
{
    private const int Columns = 24; // of Grafana's grid
    private const int PanelsPerRow = 3;
    private const int PanelHeight = 8;
    private const int SchemaVersion = 38; // Grafana 10
    private const string Source = "${source}";
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole file.</summary>
    public static string Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            Dashboard().WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static JsonObject Dashboard() => new()
    {
        ["uid"] = "relevo",
        ["title"] = "Relevo",
        ["description"] = "Written by `gateway config alerts dashboard`; do not edit by hand.",
        ["tags"] = new JsonArray("relevo"),
        ["schemaVersion"] = SchemaVersion,
        ["editable"] = false,
        ["refresh"] = "15s",
        ["time"] = new JsonObject { ["from"] = "now-6h", ["to"] = "now" },
        ["templating"] = new JsonObject
        {
            ["list"] = new JsonArray(new JsonObject { ["name"] = "source", ["label"] = "Data source", ["type"] = "datasource", ["query"] = "prometheus" }),
        },
        ["panels"] = Panels(),
    };

    private static JsonArray Panels()
    {
        var panels = new JsonArray();
        var y = 0;
        foreach (var (title, row) in DashboardBook.Rows)
        {
            panels.Add(new JsonObject { ["id"] = panels.Count + 1, ["type"] = "row", ["title"] = title, ["collapsed"] = false, ["panels"] = new JsonArray(), ["gridPos"] = Place(0, y++, Columns, 1) });
            for (var i = 0; i < row.Count; i++)
            {
                const int Width = Columns / PanelsPerRow;
                panels.Add(Panel(row[i], panels.Count + 1, Place(i % PanelsPerRow * Width, y + (i / PanelsPerRow * PanelHeight), Width, PanelHeight)));
            }

            y += (row.Count + PanelsPerRow - 1) / PanelsPerRow * PanelHeight;
        }

        return panels;
    }

    private static JsonObject Panel(DashboardPanel panel, int id, JsonObject place) => new()
    {
        ["id"] = id,
        ["type"] = "timeseries",
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["datasource"] = Prometheus(),
        ["gridPos"] = place,
        ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = new JsonArray() },
        ["targets"] = new JsonArray([.. panel.Queries.Select(Target)]),
    };

    private static JsonObject Defaults(DashboardPanel panel)
    {
        var steps = new JsonArray(new JsonObject { ["color"] = "green", ["value"] = null });
        if (panel.Limit is { } limit)
        {
            steps.Add(new JsonObject { ["color"] = "red", ["value"] = limit });
        }

        return new JsonObject
        {
            ["unit"] = panel.Unit,
            ["custom"] = new JsonObject { ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.Limit is null ? "off" : "line" } },
            ["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = steps },
        };
    }

    private static JsonNode Target(DashboardQuery query, int index) => new JsonObject
    {
        ["refId"] = ((char)('A' + index)).ToString(),
        ["datasource"] = Prometheus(),
        ["expr"] = query.Expression,
        ["legendFormat"] = query.Legend.Length == 0 ? "__auto" : query.Legend,
    };

    private static JsonObject Prometheus() => new() { ["type"] = "prometheus", ["uid"] = Source };

    private static JsonObject Place(int x, int y, int width, int height) => new() { ["x"] = x, ["y"] = y, ["w"] = width, ["h"] = height };
}
