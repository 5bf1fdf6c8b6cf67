using System.Globalization;
using Relevo.Gateway.Commands.Output;
using Spectre.Console;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>What a person sees of a demo.</summary>
internal sealed class DemoView(Terminal terminal)
{
    private static readonly string[] Columns = ["second", "accepted", "delivered", "waiting", "sends", "sent", "receipts", "accept p99", "way p99"];

    private string _note = "";

    public void Begin(DemoSite site, int rate, int seconds)
    {
        terminal.Say($"Gateway, sandbox provider and echo application in this process; data in {site.Folder}, gone at the end.");
        terminal.Say($"Open     {site.GatewayUrl}/health    level and checks");
        terminal.Say($"         {site.GatewayUrl}/metrics   figures for Prometheus");
        terminal.Say($"Try      gateway status --url {site.GatewayUrl} --key {site.AdminKey}");
        terminal.Say($"         gateway numbers list --url {site.GatewayUrl} --key {site.AdminKey}");
        terminal.Say($"Traffic  {rate} messages/s for {seconds} s: signed like Meta's, some twice, one burst in the middle; a quarter as many sends");
        terminal.Say("         through three numbers, of which one fails in the middle and comes back.");
        terminal.Say("Times are in ms; 'accept' is the answer to the provider, 'way' is from the provider's post to the application.");
        terminal.Say();
        if (!terminal.IsInteractive)
        {
            Line(Columns);
        }
    }

    public void Note(string note)
    {
        _note = note;
        if (!terminal.IsInteractive)
        {
            terminal.Say(note);
        }
    }

    /// <summary>Shows figures each time <paramref name="next"/> gives some, until it gives none.</summary>
    public async Task FollowAsync(Func<Task<(int Second, DemoFigures Figures)?>> next)
    {
        if (!terminal.IsInteractive)
        {
            while (await next() is { } reading)
            {
                Line(Cells(reading.Second, reading.Figures));
            }

            return;
        }

        await terminal.Console.Live(new Text("")).StartAsync(async live =>
        {
            while (await next() is { } reading)
            {
                live.UpdateTarget(Render(Cells(reading.Second, reading.Figures)));
            }
        });
    }

    public void End(DemoFigures figures)
    {
        terminal.Say();
        terminal.Say(Text($"{figures.Accepted:#,0} accepted, {figures.Delivered:#,0} delivered, {figures.Waiting:#,0} not delivered, {figures.Duplicates:#,0} duplicates recognised."));
        terminal.Say(Text($"{figures.Taken:#,0} sends and {figures.Replies:#,0} replies taken, {figures.Sent:#,0} sent, {figures.Unsent:#,0} not sent; {figures.Receipts:#,0} receipts."));
        terminal.Say(Text($"{figures.Refused:#,0} posts were refused and came again, {figures.Repeats:#,0} deliveries were repeated, {figures.OutOfOrder:#,0} were out of order, {figures.TakenTwice:#,0} duplicates were not recognised, {figures.Forged:#,0} had a wrong signature."));
        terminal.Say(figures.IsGood
            ? "Good: everything that was accepted was delivered, in the order of its conversation, and everything taken was sent once."
            : "Not good: a promise was broken; the figures above say which.");
    }

    private void Line(string[] cells) => terminal.Say(string.Concat(cells.Select(c => c.PadLeft(11))));

    private Rows Render(string[] cells)
    {
        var table = new Table().RoundedBorder();
        table.AddColumns([.. Columns.Select(c => new TableColumn(c).RightAligned())]);
        table.AddRow(cells.SkipLast(1).Select(c => new Text(c)));
        return new Rows(table, new Text("Numbers: " + cells[^1].Trim()), new Text(_note));
    }

    private static string[] Cells(int second, DemoFigures figures) =>
    [
        Text($"{second}"),
        Text($"{figures.Accepted:#,0}"),
        Text($"{figures.Delivered:#,0}"),
        Text($"{figures.Waiting:#,0}"),
        Text($"{figures.Taken + figures.Replies:#,0}"),
        Text($"{figures.Sent:#,0}"),
        Text($"{figures.Receipts:#,0}"),
        Text($"{figures.AcceptP99:0.0}"),
        Text($"{figures.WayP99:0.0}"),
        "   " + figures.Pool,
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
