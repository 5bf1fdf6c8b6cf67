using System.Diagnostics;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>A run that never took place, to be altered by tests of the checker.</summary>
internal sealed class HistoryDraft
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;
    private long _now = 1_000_000 * Millisecond;

    public HistoryDraft(ulong seed = 7)
    {
        History = new History(seed);
    }

    public History History { get; }

    public List<Arrival> Deliveries { get; } = [];

    public List<Window> Windows { get; } = [];

    public HashSet<EventId> Parked { get; } = [];

    public bool Drained { get; set; } = true;

    public int InFlightLimit { get; set; } = 8;

    /// <summary>Time goes on.</summary>
    public void Pass(int milliseconds) => _now += milliseconds * Millisecond;

    /// <summary>An event that was answered by these codes, one after the other; 0 is no answer.</summary>
    public SentEvent Send(int conversation, params int[] answers)
    {
        var item = History.Add(conversation, _now);
        Attempt(item, answers is [] ? [200] : answers);
        return item;
    }

    public void Attempt(SentEvent item, params int[] answers)
    {
        foreach (var answer in answers)
        {
            item.Invoke(_now);
            Pass(2);
            item.Complete(_now - (2 * Millisecond), _now, answer);
            Pass(1);
        }
    }

    /// <summary>A delivery as it should be, with the application's answer.</summary>
    public Arrival Deliver(SentEvent item, int answer = 200)
    {
        var text = Payload.Text(History.Seed, item.Id);
        var delivery = new Arrival
        {
            WebhookId = "ours-" + item.Id,
            ProviderMessageId = item.Id.ToString(),
            ConversationKey = MetaBody.ConversationKey(item.Conversation),
            Kind = "message",
            Text = text,
            RawText = text,
            Received = _now,
            Answered = _now + Millisecond,
            Answer = answer,
        };
        Deliveries.Add(delivery);
        Pass(2);
        return delivery;
    }

    /// <summary>A crash now, and a new start half a second later.</summary>
    public void Crash()
    {
        Windows.Add(new Window(_now - (1000 * Millisecond), _now + (500 * Millisecond)));
        Pass(600);
    }

    public Verdict Check()
    {
        var options = new CheckerOptions
        {
            Seed = History.Seed, Windows = Windows, InFlightLimit = InFlightLimit, Parked = Parked, Drained = Drained,
        };
        return new Checker(options).Check(History.Events, Deliveries);
    }

    /// <summary>Three conversations, retries on both sides, a crash with a repeat in flight, a parked event: nothing wrong in it.</summary>
    public static HistoryDraft Clean(ulong seed = 7)
    {
        var draft = new HistoryDraft(seed);
        var random = seed;
        for (var round = 0; round < 30; round++)
        {
            for (var conversation = 0; conversation < 3; conversation++)
            {
                draft.Step(conversation, (int)(Payload.Next(ref random) % 12), isCrash: round == 15 && conversation == 1);
            }
        }

        return draft;
    }

    private void Step(int conversation, int luck, bool isCrash)
    {
        int[] answers = luck switch { 0 => [503, 200], 1 => [0, 200], 2 => [503], 3 => [0], _ => [200] };
        var item = Send(conversation, answers);
        switch (luck)
        {
            case 2:
                break;
            case 4:
                Deliver(item, 500);
                Deliver(item);
                break;
            case 5:
                Deliver(item, 410);
                Parked.Add(item.Id);
                break;
            default:
                Deliver(item);
                break;
        }

        if (isCrash)
        {
            var inFlight = Send(conversation);
            Deliver(inFlight);
            Crash();
            Deliver(inFlight);
        }
        else
        {
            Pass(2000);
        }
    }
}
