using Relevo.Contracts.Messages;
using Relevo.Gateway.Flow;
using Relevo.Gateway.Sending.Jobs;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Contacts;

/// <summary>Learns from stored messages what the book had not saved when the process ended.</summary>
internal static class ContactReplay
{
    private const int Rows = 512;
    private const int ManyContacts = 20_000; // kept in memory before they are saved

    public static async Task RunAsync(IMessageStore store, long after, long tail, ContactBook book, CancellationToken cancellation)
    {
        while (after < tail && !cancellation.IsCancellationRequested)
        {
            var rows = store.ReadFrom(after, Rows);
            if (rows.Count == 0)
            {
                return;
            }

            foreach (var row in rows)
            {
                Learn(store, row, book);
            }

            after = rows[^1].Id.Position;
            if (book.Unsaved >= ManyContacts)
            {
                await book.SaveUpToAsync(after, cancellation);
            }
        }
    }

    private static void Learn(IMessageStore store, MessageRecord row, ContactBook book)
    {
        if (row.Queue is Queues.Sends or Queues.Scheduled)
        {
            LearnSend(store, row, book);
        }
        else if (row.Kind == EventKind.Message && row.Number.Length > 0 && EventHead.Read(row.Payload.Span) is { ContactKey: { } contact } head)
        {
            book.Wrote(contact, row.Number, head.TimestampUtc ?? row.ReceivedUtc);
        }
    }

    private static void LearnSend(IMessageStore store, MessageRecord row, ContactBook book)
    {
        if (row.State != MessageState.Completed || SendJobCodec.DecodeJson(row.Payload.Span) is not { } job)
        {
            return;
        }

        if (store.ReadTrace(row.Id).LastOrDefault(entry => entry.Kind == TraceKind.Accepted) is { } accepted)
        {
            book.Sent(job.Message.To, accepted.Number, accepted.AtUtc);
        }
    }
}
